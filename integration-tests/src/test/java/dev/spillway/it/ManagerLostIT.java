/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.Notification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A manager process that dies is told of by a notification, and one that ends in order is not. */
@ExtendWith(TomcatLogs.class)
class ManagerLostIT {
    private static final String LOST = "dev.spillway.manager.lost";

    private final List<Notification> told = new CopyOnWriteArrayList<>();
    private SampleFiles samples;
    private TomcatBase base;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        base = TomcatBase.of(TomcatVersion.TOMCAT_11).valve("manager", "process");
        base.app("ROOT").link("big.bin", samples.random("big.bin", 16 * SampleFiles.MIB));
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        samples.close();
    }

    /** The first process ends in order, the next one dies idle, the third one dies with a download. */
    @Test
    void eachProcessThatDiesIsToldOf() {
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            tomcat.jmx().listen(told::add);
            ProcessHandle first = ManagerProcesses.of(base.directory()).get(0);
            first.destroy();
            Patience.await("the process ends", () -> !first.isAlive());
            awaitProcess(tomcat, "state", "READY");
            assertThat(told).isEmpty();

            ManagerProcesses.kill(base.directory());
            awaitLosses(1);
            awaitProcess(tomcat, "state", "READY");

            try (RawHttpClient client =
                    RawHttpClient.connectSlow(tomcat.port()).sendGet("/big.bin", RawHttpClient.CLOSE)) {
                client.readHead();
                awaitProcess(tomcat, "activeDownloads", 1);
                ManagerProcesses.kill(base.directory());
                awaitLosses(1, 2);
                assertThat(tomcat.jmx().downloads("Failed")).isEqualTo(1);
            }
        }
    }

    /** @param losses since the start, as each notification is to give them: the orderly end is not among them */
    private void awaitLosses(Integer... losses) {
        Patience.awaitAsserted(Patience.DEADLINE, () -> {
            assertThat(told).extracting(Notification::getType).containsOnly(LOST);
            assertThat(told).extracting(Notification::getUserData).containsExactly((Object[]) losses);
        });
    }

    private static void awaitProcess(TomcatProcess tomcat, String figure, Object value) {
        Patience.awaitAsserted(
                Patience.DEADLINE,
                () -> assertThat(tomcat.jmx().managerProcesses(figure)).isEqualTo(List.of(value)));
    }
}
