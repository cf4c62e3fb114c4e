/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which way the arrows point between the packages. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.spillway.relay");

    @Test
    void onlyThePackageTomcatKnowsTomcat() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..relay.tomcat..", "..relay.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache..", "jakarta..", "dev.spillway", "dev.spillway.valve..", "..relay.tomcat..")
                .check(classes);
    }

    @Test
    void plannersAndTheirSimulationKnowNoNetworkAndNoDatabase() {
        noClasses()
                .that()
                .resideInAnyPackage("..relay.plan..", "..relay.sim..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "..relay.track..", "..relay.control..", "..client..")
                .check(classes);
    }

    @Test
    void terminalsAndMainServersMeetInMessagesOnly() {
        noClasses()
                .that()
                .resideInAPackage("..relay.terminal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..relay.director..", "..relay.track..", "..relay.admin..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("..relay.director..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..relay.terminal..")
                .check(classes);
    }
}
