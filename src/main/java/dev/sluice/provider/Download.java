package dev.sluice.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a reply to a channel as it comes. Where that can't be written, it ends with an {@link
 * UncheckedIOException}, so that a full disk is told from a broken connection. Serves one reply.
 */
final class Download implements BodySubscriber<byte[]> {
    private final WritableByteChannel target;
    private final Traffic traffic;
    private final CompletableFuture<byte[]> end = new CompletableFuture<>();
    private @Nullable Subscription subscription;

    Download(WritableByteChannel target, Traffic traffic) {
        this.target = target;
        this.traffic = traffic;
    }

    /** Returns what ends with the body, with an empty array. */
    @Override
    public CompletionStage<byte[]> getBody() {
        return end;
    }

    @Override
    public void onSubscribe(Subscription started) {
        subscription = started;
        started.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        try {
            for (ByteBuffer part : parts) {
                traffic.moved(part.remaining());
                while (part.hasRemaining()) {
                    target.write(part);
                }
            }
        } catch (IOException e) {
            if (subscription != null) {
                subscription.cancel();
            }
            end.completeExceptionally(new UncheckedIOException(e));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(new byte[0]);
    }
}
