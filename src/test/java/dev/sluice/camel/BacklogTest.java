package dev.sluice.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BacklogTest {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Backlog backlog = new Backlog(stopped::get);

    @Test
    void jobWithSixteenRequestsWaiting_isReadOn_onceOneIsTaken() throws Exception {
        for (int index = 0; index < 16; index++) {
            enter(1, index, 1);
        }

        CompletableFuture<Void> room = CompletableFuture.runAsync(() -> backlog.awaitRoom(1));

        assertThat(endsWithin(room, 300)).isFalse();
        backlog.taken(request(1, 0, 1));
        room.get();
    }

    @Test
    void jobWithAGroupInTheMaking_isReadOn_soThatItFillsUp() {
        for (int index = 0; index < 16; index++) {
            enter(1, index, 1);
        }
        backlog.add(request(1, 16, 1).first());

        backlog.awaitRoom(1);
    }

    @Test
    void otherJob_hasRoomAtOnce() {
        for (int index = 0; index < 16; index++) {
            enter(1, index, 1);
        }

        backlog.awaitRoom(2);
    }

    @Test
    void promptsThatAreStillBeingGrouped_countByTheirTokens() throws Exception {
        backlog.add(request(1, 0, 9_000_000).first());

        CompletableFuture<Void> room = CompletableFuture.runAsync(() -> backlog.awaitRoom(1));

        assertThat(endsWithin(room, 300)).isFalse();
        backlog.queued(request(1, 0, 9_000_000));
        backlog.taken(request(1, 0, 9_000_000));
        room.get();
    }

    @Test
    void stopped_letsEverybodyGoOn() {
        for (int index = 0; index < 16; index++) {
            enter(1, index, 1);
        }
        stopped.set(true);

        backlog.awaitRoom(1);
    }

    private void enter(long job, long index, int tokens) {
        PromptGroup request = request(job, index, tokens);
        backlog.add(request.first());
        backlog.queued(request);
    }

    private static boolean endsWithin(CompletableFuture<Void> future, long millis) throws Exception {
        try {
            future.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static PromptGroup request(long job, long index, int tokens) {
        Prompt prompt = Prompt.of(job, index, "default", Endpoint.CHAT, "m", TextNode.valueOf("x"))
                .withTokens(tokens, null);
        return new PromptGroup("p", List.of(prompt), 0);
    }
}
