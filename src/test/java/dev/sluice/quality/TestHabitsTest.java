package dev.sluice.quality;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the tests to their habits. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.OnlyIncludeTests.class)
class TestHabitsTest {

    @ArchTest
    static final ArchRule tests_neverSleep = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
            .because("a test waits for an event, never for a time")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule tests_useAssertJ = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.Assertions")
            .because("one assertion library is enough")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule tests_useHandWrittenFakes = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.mockito..")
            .because("a fake tells what it stands for; a mock tells what was called")
            .allowEmptyShould(true);
}
