package dev.sluice.simulator;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The JDK's HTTP server on the loopback address, set up for many connections that stay open. */
final class HttpFront implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private final HttpServer server;

    /** Starts to listen; {@code handlers} are by the start of the path. */
    HttpFront(int port, Workers workers, Map<String, HttpHandler> handlers) {
        setUp();
        server = create(port);
        server.setExecutor(workers);
        handlers.forEach(server::createContext);
        startInDaemonThread();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Stops listening and closes all connections. */
    @Override
    public void close() {
        server.stop(0);
    }

    /** Sets what the server reads once for the whole process, unless somebody has set it. */
    private static void setUp() {
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxIdleConnections", "10000");
        setUnlessSet("sun.net.httpserver.idleInterval", "300");
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static HttpServer create(int port) {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "simulated provider can't listen: port=" + port + " why=" + e.getMessage(), e);
        }
    }

    /** Starts from a daemon thread, because the server's own thread inherits that. */
    private void startInDaemonThread() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread starter = new Thread(() -> {
            server.start();
            started.complete(null);
        });
        starter.setDaemon(true);
        starter.start();
        started.join();
    }
}
