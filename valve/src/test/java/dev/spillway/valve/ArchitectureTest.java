/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.spillway.manager.api.Segment;
import dev.spillway.valve.connector.ConnectionTakeover;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the parts (DESIGN.md, "Modules"). Each rule is also put to a case that it must find fault with, so
 * that a rule which finds nothing has looked at something.
 */
class ArchitectureTest {
    private static final String MANAGER = "dev.spillway.manager..";
    private static final String API = "dev.spillway.manager.api..";
    private static final String CORE = "dev.spillway.manager.core..";
    private static final String FILES = "dev.spillway.manager.files..";
    private static final String ORDER = "dev.spillway.manager.order..";
    private static final String QUEUE = "dev.spillway.manager.queue..";
    private static final String RATE = "dev.spillway.manager.rate..";
    private static final String SEND = "dev.spillway.manager.send..";
    private static final String HTTP = "dev.spillway.manager.http..";
    private static final String PROCESS = "dev.spillway.process..";
    private static final String DESCRIPTOR = "dev.spillway.process.descriptor..";
    private static final String WIRE = "dev.spillway.process.wire..";
    private static final String[] NATIVE = {"jnr..", "com.kenai.."};
    private static final String VALVE = "dev.spillway.valve..";
    private static final String CONNECTOR = "dev.spillway.valve.connector..";
    private static final String[] HOST = {"org.apache..", "jakarta..", "javax.servlet.."};
    private static final String[] TOMCAT_INTERNALS = {"org.apache.coyote..", "org.apache.tomcat.util.net.."};

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.spillway");

    @Test
    void theClassesOfBothModulesAreLookedAt() {
        assertThat(ALL.contain(DownloadValve.class)).isTrue();
        assertThat(ALL.contain(ConnectionTakeover.class)).isTrue();
        for (String part :
                new String[] {API, CORE, FILES, ORDER, QUEUE, RATE, SEND, HTTP, PROCESS, DESCRIPTOR, WIRE, VALVE}) {
            assertThat(ALL.that(resideInAnyPackage(part))).as(part).hasSizeGreaterThan(3);
        }
        assertThat(ALL.contain(ArchitectureTest.class)).as("tests may do more").isFalse();
    }

    @Test
    void theManagerKnowsNothingOfItsHost() {
        holds(noneOf(MANAGER, alwaysTrue(), HOST));
        finds(noneOf(VALVE, alwaysTrue(), HOST));
    }

    @Test
    void theProcessKnowsNothingOfTheHostOfItsValve() {
        holds(noneOf(PROCESS, alwaysTrue(), HOST));
        holds(noneOf(PROCESS, alwaysTrue(), VALVE));
        finds(noneOf(VALVE, alwaysTrue(), PROCESS));
    }

    @Test
    void nativeCodeIsInOnePackage() {
        holds(noneOf("dev.spillway..", not(resideInAPackage(DESCRIPTOR)), NATIVE));
        finds(noneOf(DESCRIPTOR, alwaysTrue(), NATIVE));
    }

    @Test
    void whatIsSaidOverTheSocketDependsOnNoSocket() {
        holds(noneOf(WIRE, alwaysTrue(), DESCRIPTOR, "java.net..", "java.nio.channels.."));
        finds(noneOf(DESCRIPTOR, alwaysTrue(), "java.nio.channels.."));
    }

    /** See decision 5. */
    @Test
    void onePackageTouchesTheInternalsOfTomcat() {
        holds(noneOf(VALVE, not(resideInAPackage(CONNECTOR)), TOMCAT_INTERNALS));
        for (String internals : TOMCAT_INTERNALS) {
            finds(noneOf(CONNECTOR, alwaysTrue(), internals));
        }
    }

    /** Of the package with the inside of Tomcat two classes are to be seen, and it needs nothing of the valve. */
    @Test
    void theConnectorPackageHasTwoDoorsAndStandsOnItsOwn() {
        holds(noneOf(CONNECTOR, alwaysTrue(), "dev.spillway.valve"));
        finds(noneOf("dev.spillway.valve", alwaysTrue(), CONNECTOR));
        assertThat(ALL.that(resideInAPackage(CONNECTOR)))
                .filteredOn(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isNestedClass())
                .extracting(JavaClass::getSimpleName)
                .containsExactlyInAnyOrder("ConnectionTakeover", "ConnectorHttp");
    }

    @Test
    void theApiOfTheManagerDependsOnNoOtherPackageOfIt() {
        holds(noneOf(API, alwaysTrue(), CORE, FILES, ORDER, QUEUE, RATE, SEND, HTTP, VALVE));
        finds(noneOf(CORE, alwaysTrue(), API));
    }

    /** See decision 302: loops and connections use the parts, and each part stands on its own or on the order of things. */
    @Test
    void thePartsOfTheEngineKnowNothingOfItsLoops() {
        holds(noneOf(FILES, alwaysTrue(), CORE, ORDER, QUEUE, RATE, SEND));
        holds(noneOf(SEND, alwaysTrue(), CORE, FILES, ORDER, QUEUE, RATE));
        holds(noneOf(ORDER, alwaysTrue(), CORE, FILES, QUEUE, RATE, SEND));
        holds(noneOf(QUEUE, alwaysTrue(), CORE, FILES, RATE, SEND));
        holds(noneOf(RATE, alwaysTrue(), CORE, FILES, QUEUE, SEND));
        for (String part : new String[] {FILES, ORDER, QUEUE, RATE, SEND}) {
            finds(noneOf(CORE, alwaysTrue(), part));
        }
    }

    /** With the segments that a body is made of, it goes into the jar of {@code SendFile}, which has no manager. */
    @Test
    void theHttpPackageKnowsSegmentsAlone() {
        holds(noneOf(HTTP, alwaysTrue(), CORE, FILES, ORDER, QUEUE, RATE, SEND, VALVE));
        holds(noClasses()
                .that(resideInAnyPackage(HTTP))
                .should()
                .dependOnClassesThat(resideInAnyPackage(API).and(isNot(Segment.class))));
        finds(noneOf(HTTP, alwaysTrue(), API));
        finds(noneOf(VALVE, alwaysTrue(), HTTP));
    }

    @Test
    void theValveUsesTheEngineInOnePlaceOnly() {
        holds(noneOf(VALVE, isNot(ManagerLease.class), CORE));
        holds(noneOf(VALVE, alwaysTrue(), FILES, ORDER, QUEUE, RATE, SEND));
        finds(noneOf(VALVE, alwaysTrue(), CORE));
    }

    @Test
    void nothingInTheManagerPointsBackToTheValve() {
        holds(noneOf(MANAGER, alwaysTrue(), VALVE, PROCESS));
        finds(noneOf(VALVE, alwaysTrue(), MANAGER));
    }

    @Test
    void thereAreNoCyclesBetweenPackages() {
        holds(slices().matching("dev.spillway.(**)").should().beFreeOfCycles());
        JavaClasses cyclic = new ClassFileImporter().importClasses(Arrays.class, Stream.class, StreamSupport.class);
        ArchRule rule = slices().matching("java.(**)").should().beFreeOfCycles();
        assertThat(rule.evaluate(cyclic).hasViolation()).isTrue();
    }

    private static ArchRule noneOf(String where, DescribedPredicate<JavaClass> which, String... targets) {
        return noClasses()
                .that(resideInAnyPackage(where).and(which))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(targets);
    }

    /** With its nested classes. */
    private static DescribedPredicate<JavaClass> isNot(Class<?> type) {
        return not(belongToAnyOf(type));
    }

    private static void holds(ArchRule rule) {
        rule.check(ALL);
    }

    private static void finds(ArchRule rule) {
        assertThat(rule.evaluate(ALL).hasViolation()).as(rule.getDescription()).isTrue();
    }
}
