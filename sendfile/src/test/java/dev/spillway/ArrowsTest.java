/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.spillway.manager.api.Segment;
import org.junit.jupiter.api.Test;

/** The jar must work with nothing beside it but the servlet API. */
class ArrowsTest {
    @Test
    void sendFileKnowsTheJdkTheServletApiHttpAndSegmentsAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("dev.spillway")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.spillway", "dev.spillway.manager.http", "jakarta.servlet..", "java..")
                                .or(belongToAnyOf(Segment.class)))
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.spillway"));
    }

    @Test
    void httpKnowsTheJdkAndSegmentsAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage("dev.spillway.manager.http")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.spillway.manager.http", "java..")
                        .or(belongToAnyOf(Segment.class)))
                .check(new ClassFileImporter().importPackages("dev.spillway.manager.http"));
    }
}
