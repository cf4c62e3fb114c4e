/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real distribution of Tomcat with a base folder of its own, in one of the ways to send files. */
final class TomcatPeer implements Peer {
    /** The same for all servers in Java, so that memory can be compared. */
    static final String MAX_HEAP = "-Xmx1g";

    private static final String STREAM_CLASS = "dev/spillway/benchmarks/app/StreamServlet.class";

    private final TomcatVariant variant;
    private final Path tomcatHome;
    private final Path spillwayJar;

    TomcatPeer(TomcatVariant variant, Installation installation) {
        this.variant = variant;
        tomcatHome = installation.tomcatHome();
        spillwayJar = installation.spillwayJar();
    }

    @Override
    public String name() {
        return variant.peerName();
    }

    @Override
    public Optional<String> missing() {
        if (variant == TomcatVariant.VIRTUAL_THREADS && Jvms.newest(21).isEmpty()) {
            return Optional.of("no JDK 21 or newer was found");
        }
        return Files.exists(tomcatHome) ? Optional.empty() : Optional.of(tomcatHome + " is not there");
    }

    @Override
    public RunningPeer start(PeerSetup setup) throws IOException, InterruptedException {
        prepareBase(setup);
        Path java = variant == TomcatVariant.VIRTUAL_THREADS ? Jvms.newest(21).orElseThrow() : Jvms.running();
        return RunningPeer.start(
                List.of(
                        java.toString(),
                        MAX_HEAP,
                        "-Dcatalina.home=" + tomcatHome,
                        "-Dcatalina.base=" + setup.work(),
                        "-Djava.io.tmpdir=" + setup.work().resolve("temp"),
                        "-cp",
                        tomcatHome.resolve("bin/bootstrap.jar") + ":" + tomcatHome.resolve("bin/tomcat-juli.jar"),
                        "org.apache.catalina.startup.Bootstrap",
                        "start"),
                setup);
    }

    private void prepareBase(PeerSetup setup) throws IOException {
        for (String folder : List.of("conf", "lib", "logs", "temp", "webapps", "work")) {
            Files.createDirectories(setup.work().resolve(folder));
        }
        Path conf = setup.work().resolve("conf");
        Files.copy(tomcatHome.resolve("conf/catalina.properties"), conf.resolve("catalina.properties"));
        Files.writeString(conf.resolve("server.xml"), variant.serverXml(setup));
        Files.writeString(conf.resolve("web.xml"), variant.webXml());
        if (variant.hasValve()) {
            Files.copy(spillwayJar, setup.work().resolve("lib/spillway.jar"));
        }
        if (variant.streams()) {
            // A folder of classes in lib/ is on the class path of every application.
            Path target = setup.work().resolve("lib").resolve(STREAM_CLASS);
            Files.createDirectories(target.getParent());
            try (InputStream in = getClass().getClassLoader().getResourceAsStream(STREAM_CLASS)) {
                Files.copy(in, target);
            }
        }
    }
}
