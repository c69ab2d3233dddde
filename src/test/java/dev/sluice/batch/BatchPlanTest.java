package dev.sluice.batch;

import static dev.sluice.batch.TestBatches.NOW;
import static dev.sluice.batch.TestBatches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Batch.State;
import dev.sluice.batch.BatchStep.Action;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
    private static Map<Long, Action> plan(Long enqueued, boolean unwanted, Batch... batches) {
        return new BatchPlan(pool -> enqueued, batch -> unwanted, batch -> false)
                .steps(List.of(batches), NOW).stream()
                        .collect(Collectors.toMap(step -> step.batch().id(), BatchStep::action));
    }

    @ParameterizedTest
    @CsvSource({
        "WRITTEN,UPLOAD",
        "UPLOADING,FIND_UPLOAD",
        "UPLOADED,CREATE",
        "CREATING,FIND_BATCH",
        "ENDED,COLLECT",
        "COLLECTED,CLEAN_UP"
    })
    void eachState_hasItsNextStep(State state, Action action) {
        assertThat(plan(null, false, batch(1, state, 1, 10))).containsExactly(Map.entry(1L, action));
    }

    @ParameterizedTest
    @CsvSource({"WRITTEN,DROP", "UPLOADED,DROP", "RUNNING,CANCEL", "CREATING,FIND_BATCH", "ENDED,COLLECT"})
    void unwanted_endsFromWhereItIs(State state, Action action) {
        assertThat(plan(null, true, batch(1, state, 1, 10))).containsExactly(Map.entry(1L, action));
    }

    @Test
    void queueWithoutRoom_batchWaitsAndSoDoThoseBehindIt() {
        assertThat(plan(
                        100L,
                        false,
                        batch(1, State.RUNNING, 1, 60),
                        batch(2, State.WRITTEN, 1, 60),
                        batch(3, State.WRITTEN, 1, 10)))
                .isEmpty();
    }

    @Test
    void queueWithRoom_fillsItInOrder() {
        assertThat(plan(
                        100L,
                        false,
                        batch(1, State.RUNNING, 1, 40),
                        batch(2, State.UPLOADED, 1, 40),
                        batch(3, State.WRITTEN, 1, 40)))
                .containsExactly(Map.entry(2L, Action.CREATE));
    }

    @Test
    void batchLargerThanTheQueue_goesWhenItIsEmpty() {
        assertThat(plan(100L, false, batch(1, State.WRITTEN, 1, 500))).containsEntry(1L, Action.UPLOAD);
        assertThat(plan(100L, false, batch(1, State.WRITTEN, 1, 500), batch(2, State.RUNNING, 1, 1)))
                .isEmpty();
    }

    @Test
    void turnedAway_waitsForItsTimeAndHoldsBackItsPool() {
        Batch refused = batch(1, State.UPLOADED, 1, 10).waiting(BatchQueue.longer(Batch.Delay.NONE, NOW));

        assertThat(plan(null, false, refused, batch(2, State.WRITTEN, 1, 10))).isEmpty();
    }
}
