package dev.sluice.provider;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of one exchange, so that a slow one is told from one that stands still. Thread-safe. */
final class Traffic {
    private final AtomicLong bytes = new AtomicLong();

    /** Hears that bytes have moved. */
    void moved(long count) {
        bytes.addAndGet(count);
    }

    /** Returns how many bytes have moved. */
    long total() {
        return bytes.get();
    }

    /** Returns the same body, which is not empty, counted as it is sent. */
    BodyPublisher counting(BodyPublisher body) {
        return BodyPublishers.fromPublisher(
                subscriber -> body.subscribe(new Counting(subscriber)), body.contentLength());
    }

    private final class Counting implements Subscriber<ByteBuffer> {
        private final Subscriber<? super ByteBuffer> target;

        Counting(Subscriber<? super ByteBuffer> target) {
            this.target = target;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            target.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer part) {
            moved(part.remaining());
            target.onNext(part);
        }

        @Override
        public void onError(Throwable failure) {
            target.onError(failure);
        }

        @Override
        public void onComplete() {
            target.onComplete();
        }
    }
}
