/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one jar fits both Tomcat lines, and brings nothing along that could disturb an application. */
@ExtendWith(TomcatLogs.class)
class LinkageIT {
    /** Class file version of Java 17. */
    private static final int NEWEST_CLASS_VERSION = 61;

    @ParameterizedTest
    @EnumSource
    void everyUseOfTomcatAndServletsExists(TomcatVersion version) throws IOException {
        try (TomcatClasses tomcat = TomcatClasses.of(version)) {
            Set<MemberUse> uses = MemberUses.of(BuildPaths.dropInJar());
            assertThat(uses).as("members of Tomcat that the jar uses").hasSizeGreaterThan(20);
            assertThat(uses.stream().filter(use -> !tomcat.has(use)).toList())
                    .as("members that %s does not have", version)
                    .isEmpty();
        }
    }

    /** Shows that the check above sees what it is made for: this method is another one in each line. */
    @Test
    void differenceBetweenTheLinesIsSeen() throws IOException {
        MemberUse getLock = new MemberUse(
                "org/apache/tomcat/util/net/SocketWrapperBase", "getLock", "()Ljava/util/concurrent/locks/Lock;");
        try (TomcatClasses old = TomcatClasses.of(TomcatVersion.TOMCAT_10_1);
                TomcatClasses current = TomcatClasses.of(TomcatVersion.TOMCAT_11)) {
            assertThat(old.has(getLock)).isTrue();
            assertThat(current.has(getLock)).isFalse();
        }
    }

    /** What native code needs for a manager process is the exception; its native part knows the names of its classes. */
    @Test
    void jarHoldsClassesOfSpillwayAndJnrAlone() throws IOException {
        try (JarFile jar = new JarFile(BuildPaths.dropInJar().toFile())) {
            List<String> others = jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .filter(name -> !name.matches("(dev/spillway|jnr|com/kenai)/.*"))
                    .filter(name -> name.endsWith(".class") || name.startsWith("META-INF/services/"))
                    .toList();
            assertThat(others).isEmpty();
        }
    }

    @Test
    void classesRunOnJava17() throws IOException {
        assertThat(MemberUses.classVersions(BuildPaths.dropInJar()))
                .isNotEmpty()
                .allMatch(classVersion -> classVersion <= NEWEST_CLASS_VERSION);
    }
}
