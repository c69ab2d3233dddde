package dev.sluice.simulator;

/** Assistants, threads, messages and runs, as one part of the API. */
final class AssistantsApi {
    private final AssistantsOperation assistants;
    private final ThreadsOperation threads;
    private final RunsOperation runs;

    AssistantsApi(FileStore files, RunStarter starter) {
        ObjectIds ids = new ObjectIds();
        AssistantStore assistantStore = new AssistantStore();
        ThreadStore threadStore = new ThreadStore(starter.stats());
        assistants = new AssistantsOperation(assistantStore, ids);
        threads = new ThreadsOperation(threadStore, files, ids);
        runs = new RunsOperation(assistantStore, threadStore, threads, ids, starter);
    }

    /** Adds the operations to a router and returns it. */
    Router addTo(Router router) {
        add(router, "POST", "/assistants", assistants::create);
        add(router, "GET", "/assistants", assistants::list);
        add(router, "GET", "/assistants/{assistant}", assistants::get);
        add(router, "DELETE", "/assistants/{assistant}", assistants::delete);
        add(router, "POST", "/threads", threads::create);
        add(router, "POST", "/threads/runs", runs::createWithThread);
        add(router, "GET", "/threads/{thread}", threads::get);
        add(router, "DELETE", "/threads/{thread}", threads::delete);
        add(router, "POST", "/threads/{thread}/messages", threads::addMessage);
        add(router, "GET", "/threads/{thread}/messages", threads::listMessages);
        add(router, "POST", "/threads/{thread}/runs", runs::create);
        add(router, "GET", "/threads/{thread}/runs", runs::list);
        add(router, "GET", "/threads/{thread}/runs/{run}", runs::get);
        add(router, "POST", "/threads/{thread}/runs/{run}/cancel", runs::cancel);
        return router;
    }

    private static void add(Router router, String method, String path, Operation operation) {
        Router unused = router.add(method, path, new AssistantsBeta(operation));
    }
}
