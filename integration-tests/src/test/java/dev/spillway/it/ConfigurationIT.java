/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong in {@code server.xml} stops the start, with words that say how to mend it. */
@ExtendWith(TomcatLogs.class)
class ConfigurationIT {
    private static TomcatBase base(TomcatVersion version) {
        return TomcatBase.of(version).shortLived();
    }

    /** The last two columns are bounds and an example, in the notation of the attribute. The words are ours on either Tomcat. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minSize      | a lot         | 0                | 1MiB",
                "extensions   | *.iso         | without          | iso",
                "types        | video         | type/subtype     | video/*",
                "include      | files/**      | begin with       | /downloads/**",
                "stallTimeout | soon          | 0                | 60s",
                "stallTimeout | 25h           | 24h              | 60s",
                "drainTimeout | -1s           | 0                | s",
                "drainTimeout | 99999999999h  | 24h              | s",
                "loops        | many          | 1 to 64          | 2",
                "loops        | 65            | 1 to 64          | 2",
                "turnSize     | 2GiB          | 1GiB             | 2MiB",
                "maxActive    | many          | 0 to 1000000     | 1000",
                "maxQueueWait | 25h           | 24h              | 60s",
                "discipline   | random        | fifo             | fair",
                "overflow     | drop          | tomcat           | refuse",
                "maxRate      | fast          | 0                | 1MiB",
                "rules        | a(speed=1)    | it does not know | rate",
            })
    void badValueStopsTheStartAndIsExplained(String name, String value, String bound, String example) {
        try (TomcatProcess tomcat =
                TomcatProcess.launch(base(TomcatVersion.TOMCAT_11).valve(name, value))) {
            assertThat(tomcat.comesUp())
                    .as("a value of [%s] for %s starts", value, name)
                    .isFalse();
            String log = tomcat.log();
            String explanation = log.lines()
                    .filter(line -> line.contains(name) && line.contains(value))
                    .findFirst()
                    .orElseGet(() -> "no line names both " + name + " and " + value + " in\n" + log);
            assertThat(explanation
                            .replace(" KiB", "KiB")
                            .replace(" GiB", "GiB")
                            .replace(" ms", "ms")
                            .replace(" h", "h"))
                    .contains(name, value, bound, example);
        }
    }

    @ParameterizedTest
    @EnumSource
    void badValueInAHostStopsTheStartToo(TomcatVersion version) {
        try (TomcatProcess tomcat = TomcatProcess.launch(base(version).valveInHost("minSize", "a lot"))) {
            assertThat(tomcat.comesUp()).isFalse();
            assertThat(tomcat.log()).contains("minSize", "a lot");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownAttributeIsReportedByTomcat(TomcatVersion version) {
        try (TomcatProcess tomcat = TomcatProcess.start(base(version).valve("minimum", "1MiB"))) {
            assertThat(tomcat.log()).contains("[minimum]", "failed to set property");
        }
    }

    @ParameterizedTest
    @EnumSource
    void wordsOfSpillwayAreInTomcatsOwnLogFiles(TomcatVersion version) {
        try (TomcatProcess tomcat = TomcatProcess.start(base(version).valve("minSize", "123456"))) {
            Patience.await(
                    "the settings are in the log file",
                    () -> tomcat.base().logFiles().contains("minSize=\"123456\""));
        }
    }

    /** The manager logs by the logging of the JDK, not of Tomcat: that has to come out at the same place. */
    @ParameterizedTest
    @EnumSource
    void wordsOfTheManagerAreInTomcatsOwnLogFiles(TomcatVersion version) throws Exception {
        try (SampleFiles samples = new SampleFiles()) {
            Path big = samples.random("big.bin", 32 * SampleFiles.MIB);
            TomcatBase base = base(version).valve();
            base.app("ROOT").link("big.bin", big);
            try (TomcatProcess tomcat = TomcatProcess.start(base);
                    RawHttpClient client = RawHttpClient.connectSlow(tomcat.port())) {
                client.sendGet("/big.bin", RawHttpClient.CLOSE).readHead();
                SampleFiles.truncate(big, SampleFiles.MIB);
                client.receiveToEnd(new CountingSink());
                Patience.await(
                        "the cut is in the log file",
                        () -> tomcat.base().logFiles().contains("big.bin] cut"));
            }
        }
    }
}
