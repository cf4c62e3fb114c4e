/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code CATALINA_BASE} of its own for one Tomcat: the distribution's configuration with a generated {@code server.xml},
 * the drop-in jar in {@code lib} as soon as a valve is asked for, and the applications of the test in {@code webapps}.
 */
final class TomcatBase {
    /** Where the connector that tests use by default listens. */
    static final String MAIN_ADDRESS = "127.0.0.1";

    private final TomcatVersion version;
    private final Path directory;
    private final XmlElement connector = new XmlElement("Connector");
    private final StringBuilder moreConnectors = new StringBuilder();
    private final StringBuilder inEngine = new StringBuilder();
    private final StringBuilder inHost = new StringBuilder();
    private final StringBuilder inServer = new StringBuilder();
    private Path jre = Jdks.usual();
    private final List<String> jvmOptions = new ArrayList<>(List.of("-Xmx512m"));

    private TomcatBase(TomcatVersion version) {
        this.version = version;
        this.directory = BuildPaths.newDirectory("tomcat");
        connector.with("port", "0").with("address", MAIN_ADDRESS).with("protocol", "HTTP/1.1");
        try {
            for (String name : List.of("lib", "logs", "temp", "webapps", "conf")) {
                Files.createDirectory(directory.resolve(name));
            }
            copyConfiguration();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TomcatBase of(TomcatVersion version) {
        return new TomcatBase(version);
    }

    private void copyConfiguration() throws IOException {
        try (Stream<Path> files = Files.list(version.home().resolve("conf"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve("conf").resolve(file.getFileName()));
            }
        }
    }

    /** Puts the jar into {@code lib} and the valve into the Engine, with attributes as name, value, name, value. */
    TomcatBase valve(String... namesAndValues) {
        inEngine.append(ManagerHost.BY_BUILD.valve(namesAndValues));
        return dropInJar();
    }

    /** Takes the valves out again, for another start with other ones. */
    TomcatBase withoutValve() {
        inEngine.setLength(0);
        inHost.setLength(0);
        return this;
    }

    /** Puts the jar into {@code lib} and the valve into the Host. */
    TomcatBase valveInHost(String... namesAndValues) {
        inHost.append(ManagerHost.BY_BUILD.valve(namesAndValues));
        return dropInJar();
    }

    /** Whether downloads are to be sent by a process of its own. */
    boolean hasProcess() {
        return (inEngine.toString() + inHost).contains("manager=\"process\"");
    }

    /** Puts the jar into {@code lib}; the valve comes from elsewhere, such as the {@code context.xml} of an application. */
    TomcatBase dropInJar() {
        return lib(BuildPaths.dropInJar());
    }

    /** Puts a jar into {@code lib}. */
    TomcatBase lib(Path jar) {
        try {
            Path target = directory.resolve("lib").resolve(jar.getFileName());
            if (!Files.exists(target)) {
                Files.copy(jar, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Sets an attribute of the connector. */
    TomcatBase connector(String attribute, String value) {
        connector.with(attribute, value);
        return this;
    }

    /** Adds a connector; it is known by its address, which must be a loopback address that no other one has. */
    TomcatBase connector(String address, XmlElement element, String content) {
        moreConnectors.append(element.with("address", address).with("port", "0").around(content));
        return this;
    }

    /** For a Tomcat that has little to do: spares what pays off later, as the optimizing compiler does. */
    TomcatBase shortLived() {
        jvmOptions.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        return this;
    }

    /** Runs on another Java. */
    TomcatBase jre(Path home) {
        jre = home;
        return this;
    }

    Path jre() {
        return jre;
    }

    /** Adds an option of the JVM. */
    TomcatBase jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Adds an element, such as a listener, to the Server. */
    TomcatBase inServer(XmlElement element) {
        inServer.append(element);
        return this;
    }

    /** Adds an element, such as a realm, to the Engine. */
    TomcatBase inEngine(XmlElement element) {
        inEngine.append(element);
        return this;
    }

    /** Adds an element, such as a valve, to the Host. */
    TomcatBase inHost(XmlElement element) {
        inHost.append(element);
        return this;
    }

    /** Writes a file of configuration. */
    TomcatBase conf(String name, String content) {
        try {
            Files.writeString(directory.resolve("conf").resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** An application under {@code webapps}; {@code ROOT} is the one without a context path. */
    WebApp app(String name) {
        return new WebApp(directory.resolve("webapps").resolve(name));
    }

    TomcatVersion version() {
        return version;
    }

    Path directory() {
        return directory;
    }

    List<String> jvmOptions() {
        return jvmOptions;
    }

    /** Everything in {@code logs}, where Tomcat's own logging writes. */
    String logFiles() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            for (Path file : files.sorted().toList()) {
                text.append(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes {@code server.xml}; without a port for shutdown, as tests end the process by its signal. */
    void writeServerXml() {
        conf("server.xml", """
                <Server port="-1">
                %s
                <Service name="Catalina">
                %s%s
                <Engine name="Catalina" defaultHost="localhost">
                %s
                <Host name="localhost" appBase="webapps" autoDeploy="false" unpackWARs="false">
                %s
                </Host>
                </Engine>
                </Service>
                </Server>
                """.formatted(inServer, connector, moreConnectors, inEngine, inHost));
    }
}
