/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spillway.manager.api.DownloadManagerMBean;
import dev.spillway.manager.api.DownloadRuleMBean;
import dev.spillway.valve.testing.StubManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.NotificationBroadcasterSupport;
import org.junit.jupiter.api.Test;

/** What JMX has is in the documentation, and says of itself what it is. */
class MonitoringDocumentedTest {
    private static final Path DOCUMENTATION =
            Path.of("../docs/monitoring.md").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z]\\w+)` \\| [^|]+ \\|$", Pattern.MULTILINE);

    private static final MBeanInfo MANAGER = new DescribedMBean(
                    new ManagerMBean(new StubManager(), new Alarms(0), new ProcessMemory()),
                    DownloadManagerMBean.class,
                    new NotificationBroadcasterSupport(),
                    "manager")
            .getMBeanInfo();
    private static final MBeanInfo RULE = new DescribedMBean(
                    new RuleMBean(new StubManager(), "x"),
                    DownloadRuleMBean.class,
                    new NotificationBroadcasterSupport(),
                    "rule")
            .getMBeanInfo();

    @Test
    void theDocumentationHasAllOfTheManager() throws IOException {
        Set<String> documented = ROW.matcher(Files.readString(DOCUMENTATION))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> present =
                features(MANAGER).map(MBeanFeatureInfo::getName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(present).contains("BytesSent", "cancel", "RateLimit");
    }

    @Test
    void theDocumentationHasAllOfARule() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        assertThat(features(RULE).map(feature -> "`" + feature.getName() + "`"))
                .hasSize(5)
                .allSatisfy(name ->
                        assertThat(text.substring(text.indexOf("A rule has"))).contains(name));
    }

    @Test
    void everythingIsDescribed() {
        for (MBeanInfo info : List.of(MANAGER, RULE)) {
            assertThat(info.getDescription()).isNotBlank();
            assertThat(features(info))
                    .allSatisfy(feature -> assertThat(feature.getDescription())
                            .as(feature.getName())
                            .isNotBlank());
        }
        assertThat(Stream.of(MANAGER.getOperations()).flatMap(operation -> Stream.of(operation.getSignature())))
                .hasSizeGreaterThan(5)
                .allSatisfy(parameter -> {
                    assertThat(parameter.getDescription()).isNotBlank();
                    assertThat(parameter.getName()).matches("[a-zA-Z]+");
                });
    }

    private static Stream<MBeanFeatureInfo> features(MBeanInfo info) {
        return Stream.concat(Stream.of(info.getAttributes()), Stream.of(info.getOperations()));
    }
}
