package dev.sluice.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Breaks off a request whose reply is not whole after a time, however slowly it trickles in: the client's own timeouts
 * only bound the silence between two bytes. Thread-safe.
 */
final class TotalTimeout implements ExecChainHandler, AutoCloseable {
    private final Duration time;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "sluice-total-timeout");
        thread.setDaemon(true);
        return thread;
    });

    TotalTimeout(Duration time) {
        this.time = time;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (String.valueOf(request.getPath()).contains("/files")) {
            // A file takes as long as it takes, as long as bytes move.
            return chain.proceed(request, scope);
        }
        Deadline deadline = new Deadline(scope);
        boolean replied = false;
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                response.setEntity(new Body(entity, deadline));
                replied = true;
            }
            return response;
        } catch (IOException e) {
            throw deadline.explain(e);
        } finally {
            if (!replied) {
                deadline.end();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private final class Deadline {
        private final ScheduledFuture<?> end;
        private volatile boolean passed;

        Deadline(ExecChain.Scope scope) {
            end = timer.schedule(
                    () -> {
                        passed = true;
                        scope.execRuntime.discardEndpoint();
                    },
                    time.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void end() {
            end.cancel(false);
        }

        IOException explain(IOException failure) {
            if (!passed) {
                return failure;
            }
            InterruptedIOException late =
                    new InterruptedIOException("no whole reply within " + time.toMillis() + " ms");
            late.initCause(failure);
            return late;
        }
    }

    private static final class Body extends HttpEntityWrapper {
        private final Deadline deadline;

        Body(HttpEntity entity, Deadline deadline) {
            super(entity);
            this.deadline = deadline;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new FilterInputStream(super.getContent()) {
                @Override
                public int read() throws IOException {
                    try {
                        return in.read();
                    } catch (IOException e) {
                        throw deadline.explain(e);
                    }
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    try {
                        return in.read(bytes, offset, length);
                    } catch (IOException e) {
                        throw deadline.explain(e);
                    }
                }

                @Override
                public void close() throws IOException {
                    try {
                        super.close();
                    } finally {
                        deadline.end();
                    }
                }
            };
        }

        @Override
        public void close() throws IOException {
            deadline.end();
            super.close();
        }
    }
}
