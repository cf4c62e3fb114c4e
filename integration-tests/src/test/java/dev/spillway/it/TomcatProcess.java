/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One Tomcat in a JVM of its own, started by the distribution's own {@code catalina.sh}. It is gone, with its directory,
 * when this is closed or when the JVM of the tests ends, whatever happened before.
 */
final class TomcatProcess implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);

    private final TomcatBase base;
    private final Process process;
    private final Path console;
    private TomcatJmx jmx;
    private boolean closed;

    private TomcatProcess(TomcatBase base) throws IOException {
        this.base = base;
        this.console = base.directory().resolve("console.log");
        base.writeServerXml();
        this.process = builder().start();
        RunningTomcats.add(this);
    }

    private ProcessBuilder builder() {
        Path home = base.version().home();
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/catalina.sh").toString(), "run");
        builder.environment().keySet().removeIf(TomcatProcess::isJavaSetting);
        builder.environment().put("JRE_HOME", base.jre().toString());
        builder.environment().put("CATALINA_HOME", home.toString());
        builder.environment().put("CATALINA_BASE", base.directory().toString());
        // Tools that attach must talk to the loopback address, whatever this host calls itself.
        builder.environment()
                .put("CATALINA_OPTS", "-Djava.rmi.server.hostname=127.0.0.1 " + String.join(" ", base.jvmOptions()));
        return builder.redirectErrorStream(true).redirectOutput(console.toFile());
    }

    private static boolean isJavaSetting(String variable) {
        return variable.startsWith("CATALINA_")
                || variable.startsWith("JAVA_")
                || variable.equals("JDK_JAVA_OPTIONS")
                || variable.equals("CLASSPATH");
    }

    /** Starts and waits until Tomcat says that it is up. */
    static TomcatProcess start(TomcatBase base) {
        TomcatProcess tomcat = launch(base);
        try {
            assertThat(tomcat.comesUp())
                    .as("Tomcat is up; it said:%n%s", tomcat.log())
                    .isTrue();
            tomcat.jmx = TomcatJmx.attach(tomcat.pid());
            if (base.hasProcess()) {
                // A busy machine may take longer to start one than the valve waits for it.
                Patience.await(
                        "a manager process",
                        START_DEADLINE,
                        () -> tomcat.jmx.managerProcesses("state").contains("READY"));
            }
            return tomcat;
        } catch (RuntimeException | AssertionError e) {
            tomcat.close();
            throw e;
        }
    }

    /** Starts without waiting for anything, for a Tomcat that is expected not to come up. */
    static TomcatProcess launch(TomcatBase base) {
        try {
            return new TomcatProcess(base);
        } catch (IOException e) {
            BuildPaths.delete(base.directory());
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until Tomcat says that it is up, or its process has ended; tells which. */
    boolean comesUp() {
        Patience.await("start of Tomcat or end of its process", START_DEADLINE, () -> isUp() || !process.isAlive());
        return isUp();
    }

    private boolean isUp() {
        return log().contains("Server startup in [");
    }

    TomcatJmx jmx() {
        return jmx;
    }

    /** The port of the connector that tests use by default. */
    int port() {
        return jmx.port(TomcatBase.MAIN_ADDRESS);
    }

    long pid() {
        return process.pid();
    }

    /** What the process has written to its console, which is where Tomcat's logging goes too. */
    String log() {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TomcatBase base() {
        return base;
    }

    /** The number of descriptors that the process has open. */
    int fdCount() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
            return (int) descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks the process to end as an administrator or a service manager does: by SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end of the process; fails when it does not end. */
    void awaitExit(Duration deadline) {
        try {
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended).as("the JVM of Tomcat ends within %s", deadline).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (jmx != null) {
            jmx.close();
        }
        kill();
        ManagerProcesses.kill(base.directory());
        RunningTomcats.remove(this, log());
        BuildPaths.delete(base.directory());
    }

    /** Ends the process at once, and leaves its directory to another one, with what it has started. */
    void killForSuccessor() {
        closed = true;
        jmx.close();
        kill();
        RunningTomcats.remove(this, log());
    }

    /** Ends the process at once. Tests of a clean stop call {@link #terminate} themselves. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
