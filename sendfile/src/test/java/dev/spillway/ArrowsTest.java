/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** The jar must work with nothing beside it but the servlet API. */
class ArrowsTest {
    @Test
    void sendFileKnowsTheJdkTheServletApiAndHttpAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("dev.spillway")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.spillway", "dev.spillway.manager.http", "jakarta.servlet..", "java..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.spillway"));
    }

    @Test
    void httpKnowsTheJdkAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("dev.spillway.manager.http")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.spillway.manager.http", "java..")
                .check(new ClassFileImporter().importPackages("dev.spillway.manager.http"));
    }
}
