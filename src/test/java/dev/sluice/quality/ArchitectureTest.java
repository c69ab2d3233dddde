package dev.sluice.quality;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.time.Clock;
import org.jspecify.annotations.NullMarked;

/** Holds the code to its layout: who may use what. */
@AnalyzeClasses(packages = "dev.sluice", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule camel_isImportedByTheCamelPackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.camel..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("the domain is to work and be tested without a CamelContext")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_dependOnNamedNeighboursOnly = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.sluice..")
            .optionalLayer("time")
            .definedBy("dev.sluice.time..")
            .optionalLayer("prompt")
            .definedBy("dev.sluice.prompt..")
            .optionalLayer("limit")
            .definedBy("dev.sluice.limit..")
            .optionalLayer("provider")
            .definedBy("dev.sluice.provider..")
            .optionalLayer("usage")
            .definedBy("dev.sluice.usage..")
            .optionalLayer("job")
            .definedBy("dev.sluice.job..")
            .optionalLayer("batch")
            .definedBy("dev.sluice.batch..")
            .optionalLayer("polled")
            .definedBy("dev.sluice.polled..")
            .optionalLayer("allowance")
            .definedBy("dev.sluice.allowance..")
            .optionalLayer("reconcile")
            .definedBy("dev.sluice.reconcile..")
            .optionalLayer("estimate")
            .definedBy("dev.sluice.estimate..")
            .optionalLayer("evidence")
            .definedBy("dev.sluice.evidence..")
            .optionalLayer("config")
            .definedBy("dev.sluice.config..")
            .optionalLayer("simulator")
            .definedBy("dev.sluice.simulator..")
            .optionalLayer("camel")
            .definedBy("dev.sluice.camel..")
            .optionalLayer("console")
            .definedBy("dev.sluice.console..")
            .whereLayer("time")
            .mayNotAccessAnyLayer()
            .whereLayer("prompt")
            .mayOnlyAccessLayers("time")
            .whereLayer("limit")
            .mayOnlyAccessLayers("time")
            .whereLayer("provider")
            .mayOnlyAccessLayers("prompt", "time")
            .whereLayer("usage")
            .mayOnlyAccessLayers("prompt", "time")
            .whereLayer("job")
            .mayOnlyAccessLayers("usage", "prompt", "time")
            .whereLayer("batch")
            .mayOnlyAccessLayers("job", "usage", "provider", "prompt", "time")
            .whereLayer("polled")
            .mayOnlyAccessLayers("job", "usage", "provider", "prompt", "time")
            .whereLayer("allowance")
            .mayOnlyAccessLayers("time")
            .whereLayer("reconcile")
            .mayOnlyAccessLayers("usage", "provider")
            .whereLayer("estimate")
            .mayOnlyAccessLayers("prompt", "limit", "time")
            .whereLayer("evidence")
            .mayOnlyAccessLayers("job", "prompt", "time")
            .whereLayer("config")
            .mayOnlyAccessLayers("prompt", "limit", "usage", "allowance", "provider", "time")
            .whereLayer("simulator")
            .mayOnlyAccessLayers("time")
            // The commands batch and usage reconcile call the provider themselves, where no route has a part in it.
            .whereLayer("console")
            .mayOnlyAccessLayers(
                    "camel",
                    "config",
                    "simulator",
                    "job",
                    "batch",
                    "polled",
                    "estimate",
                    "reconcile",
                    "allowance",
                    "usage",
                    "evidence",
                    "provider",
                    "prompt",
                    "time")
            .whereLayer("camel")
            .mayOnlyBeAccessedByLayers("console")
            .because("each package is to be understood with few others; a new arrow is a decision, made here");

    @ArchTest
    static final ArchRule clock_isReadInTheTimePackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.time..")
            .should()
            .accessTargetWhere(readsTheClock())
            .because("time is injected: java.time.Clock, dev.sluice.time.Ticker")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sleeping_isDoneInTheTimePackageOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.time..")
            .should()
            .accessTargetWhere(sleeps())
            .because("what waits is injected, so that it can be stopped and tested")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule standardStreams_areUsedByTheConsoleOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.console..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("a host application's streams are not ours")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule stackTraces_areNeverPrinted = noClasses()
            .should()
            .accessTargetWhere(callOf(Throwable.class, "printStackTrace"))
            .because("a sentence serves the user; the log has the rest")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule process_isEndedByTheConsoleOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sluice.console..")
            .should()
            .accessTargetWhere(callOf(System.class, "exit")
                    .or(callOf(Runtime.class, "exit"))
                    .or(callOf(Runtime.class, "halt")))
            .because("a host application's process is not ours")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule logging_goesThroughSlf4j = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.logging..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule content_isNeverHandedToAnEvaluator = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("javax.script..")
                    .or(resideInAPackage("org.apache.camel.language.."))
                    .or(resideInAPackage("groovy..")))
            .because("SECURITY.md promises that file content is never evaluated")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_areNullMarked =
            classes().should(resideInANullMarkedPackage()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_sayWhatAClassIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils|Data|Info)(\\$.*)?")
            .because("such a name says nothing")
            .allowEmptyShould(true);

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        return callOf(System.class, "currentTimeMillis")
                .or(callOf(System.class, "nanoTime"))
                .or(target(owner(resideInAPackage("java.time..")))
                        .and(target(name("now")))
                        .and(DescribedPredicate.not(takesAClock())))
                .or(target(owner(assignableTo(java.util.Date.class)))
                        .and(target(name("<init>")))
                        .and(takesNothing()))
                .as("the clock of the machine is read");
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return callOf(Thread.class, "sleep")
                .or(callOf(java.util.concurrent.TimeUnit.class, "sleep"))
                .as("a thread is put to sleep");
    }

    private static DescribedPredicate<JavaAccess<?>> callOf(Class<?> type, String method) {
        return target(owner(assignableTo(type)))
                .and(target(name(method)))
                .as(type.getSimpleName() + "." + method + " is called");
    }

    private static DescribedPredicate<JavaAccess<?>> takesAClock() {
        return parametersAre("takes a clock", Clock.class);
    }

    private static DescribedPredicate<JavaAccess<?>> takesNothing() {
        return parametersAre("takes nothing");
    }

    private static DescribedPredicate<JavaAccess<?>> parametersAre(String description, Class<?>... types) {
        return DescribedPredicate.describe(
                description,
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                        && codeUnit.getRawParameterTypes().stream()
                                .map(JavaClass::getName)
                                .toList()
                                .equals(java.util.Arrays.stream(types)
                                        .map(Class::getName)
                                        .toList()));
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + ": package-info.java with @NullMarked is missing"));
            }
        };
    }
}
