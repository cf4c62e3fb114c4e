/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A manager that may have few descriptors duplicates itself, and refuses nobody (A13). */
@ExtendWith(TomcatLogs.class)
class DescriptorLimitIT {
    private static final int DESCRIPTORS = 256;
    private static final int DOWNLOADS = 1_000;
    private static final int WAVE = 100;
    private static final int BYTES_PER_SECOND = 10_000;
    private static final int BYTES = 6 * SampleFiles.MIB;
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    private SampleFiles samples;
    private TomcatBase base;

    @BeforeEach
    void prepare() {
        samples = new SampleFiles();
        base = TomcatBase.of(TomcatVersion.TOMCAT_11)
                .connector("acceptCount", Integer.toString(DOWNLOADS))
                .valve("manager", "process");
        base.app("ROOT").link("big.bin", samples.random("big.bin", BYTES));
    }

    @AfterEach
    void cleanUp() {
        ManagerProcesses.kill(base.directory());
        samples.close();
    }

    @Test
    void manyDownloadsAreSharedByDuplicates() throws Exception {
        AdministeredManager.start(base, DESCRIPTORS);
        List<SlowClients> waves = new ArrayList<>();
        try (TomcatProcess tomcat = TomcatProcess.start(base)) {
            Set<Object> seen = new HashSet<>();
            for (int i = 0; i < DOWNLOADS / WAVE; i++) {
                SlowClients wave = SlowClients.start(
                        tomcat.port(), "/big.bin", samples.directory().resolve("big.bin"), WAVE, BYTES_PER_SECOND);
                waves.add(wave);
                Patience.await("all are served", DEADLINE, () -> wave.served() == WAVE);
                // Whoever comes while the next manager starts is served by Tomcat's JVM, which is not what is looked
                // for.
                Patience.await(
                        "a manager",
                        () -> tomcat.jmx().managerProcesses("state").contains("READY"));
                seen.addAll(tomcat.jmx().managerProcesses("pid"));
            }
            assertThat(tomcat.jmx().downloads("ActiveDownloads")).isEqualTo(DOWNLOADS);
            assertThat(seen).as("managers").hasSizeGreaterThanOrEqualTo(3);
            assertThat(tomcat.jmx().managerProcesses("state")).contains("RETIRING");

            waves.forEach(SlowClients::hurry);
            Patience.awaitAsserted(DEADLINE, () -> {
                assertThat(waves).allSatisfy(wave -> assertThat(wave.troubles()).isEmpty());
                assertThat(waves.stream().mapToInt(SlowClients::finished).sum()).isEqualTo(DOWNLOADS);
            });
            Patience.await(
                    "the old ones end",
                    DEADLINE,
                    () -> ManagerProcesses.of(base.directory()).size() == 1);
            Patience.awaitAsserted(
                    DEADLINE,
                    () -> assertThat(tomcat.jmx().downloads("Completed")).isEqualTo(DOWNLOADS));
            assertThat(tomcat.jmx().downloads("TotalDownloads")).isEqualTo(DOWNLOADS);
            assertThat(tomcat.jmx().downloads("Failed")).isZero();
        } finally {
            waves.forEach(SlowClients::close);
        }
    }
}
