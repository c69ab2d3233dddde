package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Kills a process again and again while users work towards their caps and files wait for decisions, and holds the ledger against what
 * the provider has served. Each user has models of his own, so that the provider counts him apart.
 */
final class LedgerKillSoak implements Scenario {
    private static final int ROUNDS = 8;
    private static final List<String> CAPPED = List.of("ana", "ben", "cleo");
    private static final String REVIEWED = "dora";
    private static final int FILES = 3;
    private static final int CHATS = 500;
    private static final int EMBEDDINGS = 700;
    private static final int PER_REQUEST = 10;
    private static final long CAP = 70_000;
    private static final long RAISED = 10_000_000;
    private static final int INPUT_PRICE = 2;
    private static final int OUTPUT_PRICE = 8;
    private static final Pattern WATCHING = Pattern.compile("(watching) ");
    private static final long LOOK_MILLIS = 1;
    private static final long LONGEST_LOOK_MILLIS = 4_000;
    private static final long LONGEST_END_MILLIS = 120_000;

    private final Random random = new Random(2026);

    /** When a process is killed. */
    private enum Moment {
        STARTING,
        SENDING,
        SENDING_ON,
        SETTING_ASIDE,
        DECIDED_BY_HAND,
        DECIDED_BY_COMMAND,
        DECIDED_BEFORE,
        WRITING
    }

    /** What a run over all kills has seen. */
    private static final class Seen {
        private final List<String> problems = new ArrayList<>();
        private final Map<String, Long> lostRequests = new TreeMap<>();
        private long open;
        private long halfWay;
        private int kills;
    }

    @Override
    public String name() {
        return "ledgerkill";
    }

    @Override
    public List<Figure> measure(Lab lab) throws IOException, InterruptedException {
        Lab own = lab.withOwnConfiguration(name());
        own.configure("profiles.yaml", profiles());
        own.configure("models.yaml", models());
        own.configure("users.yaml", users(CAP));
        Home home = own.home();
        for (String user : CAPPED) {
            for (int i = 0; i < FILES; i++) {
                home.drop("@" + user + "/" + user, "chat" + i, CHATS, Prompts::line);
                home.drop("@" + user + "/" + user + "-embed", "embed" + i, EMBEDDINGS, Prompts::line);
            }
        }
        ReviewedFiles reviewed = new ReviewedFiles(home, REVIEWED, random);
        Seen seen = new Seen();
        try (Provider provider = own.provider()) {
            provider.change(Map.of("latency", "300ms"));
            for (int i = 0; i < ROUNDS; i++) {
                for (Moment moment : Moment.values()) {
                    kill(own, home, provider, reviewed, moment);
                    check(home, provider, reviewed, seen);
                }
            }
            awaitCaps(own, home, provider, reviewed, seen);
            List<Figure> figures = new ArrayList<>(figuresAtTheCaps(home, provider, seen));
            own.configure("users.yaml", users(RAISED));
            try (JavaProcess last = run(own, home, provider, "--once")) {
                last.awaitSuccess();
            }
            figures.addAll(figuresAtTheEnd(home, provider, reviewed, seen));
            return figures;
        }
    }

    private static String profiles() {
        StringBuilder profiles = new StringBuilder();
        for (String user : CAPPED) {
            profiles.append(chat(user));
            profiles.append(user).append("-embed:\n  endpoint: embeddings\n  model: text-embedding-3-small-");
            profiles.append(user).append("\n  max-prompts: ").append(PER_REQUEST);
            profiles.append("\n  parameters: {dimensions: 8}\n");
        }
        return profiles + chat(REVIEWED);
    }

    private static String chat(String user) {
        return user + ":\n  endpoint: chat\n  model: gpt-4o-mini-" + user + "\n  parameters: {max_tokens: 60}\n";
    }

    /** Prices of whole micro-dollars a token, so that nothing is rounded. */
    private static String models() {
        String price = ":\n  prices:\n    - {from: 2026-01-01, input: " + INPUT_PRICE + ", output: ";
        StringBuilder models = new StringBuilder("gpt-4o-mini-" + REVIEWED + price + OUTPUT_PRICE + "}\n");
        for (String user : CAPPED) {
            models.append("gpt-4o-mini-")
                    .append(user)
                    .append(price)
                    .append(OUTPUT_PRICE)
                    .append("}\n");
            models.append("text-embedding-3-small-").append(user).append(price).append("0}\n");
        }
        return models.toString();
    }

    private static String users(long cap) {
        StringBuilder users = new StringBuilder();
        for (String user : CAPPED) {
            users.append(user)
                    .append(": {month: {tokens: ")
                    .append(cap)
                    .append("}, on-exceed: cap, when-capped: wait}\n");
        }
        return users + REVIEWED + ": {month: {tokens: 1}, on-exceed: review}\n";
    }

    private static JavaProcess run(Lab lab, Home home, Provider provider, String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--max-in-flight", "16"));
        options.addAll(List.of("--set", "sluice.inbox.poll-millis=100", "--set", "sluice.inbox.stable-millis=100"));
        options.addAll(List.of(more));
        return lab.run(home, provider, List.of(), options.toArray(String[]::new));
    }

    private void kill(Lab lab, Home home, Provider provider, ReviewedFiles reviewed, Moment moment)
            throws IOException, InterruptedException {
        List<String> waiting = reviewed.waiting();
        boolean decides = !waiting.isEmpty();
        if (moment == Moment.DECIDED_BEFORE && decides) {
            decideSome(reviewed);
        }
        reviewed.drop();
        long requests = provider.stat("requests");
        JavaProcess process = run(lab, home, provider);
        if (moment != Moment.STARTING) {
            process.awaitOutput(WATCHING);
        }
        switch (moment) {
            case STARTING -> Thread.sleep(500 + random.nextInt(4_000));
            case SENDING, SENDING_ON -> {
                await(process, () -> provider.stat("requests") > requests);
                Thread.sleep(random.nextInt(1_500));
            }
            case SETTING_ASIDE -> {
                long notes = reviewed.notes();
                await(process, () -> reviewed.notes() != notes);
                shortly();
            }
            case DECIDED_BY_HAND -> {
                await(
                        process,
                        () -> provider.stat("requests") > requests
                                || !reviewed.waiting().equals(waiting));
                decideSome(reviewed);
                if (random.nextBoolean()) {
                    await(process, () -> !reviewed.isAnyToBeClaimed());
                }
                shortly();
            }
            case DECIDED_BY_COMMAND -> {
                if (decides) {
                    lab.command(home, reviewed.commandFor(waiting.get(random.nextInt(waiting.size()))));
                }
                Thread.sleep(random.nextInt(400));
            }
            case DECIDED_BEFORE -> {
                await(process, () -> !reviewed.isAnyToBeClaimed());
                shortly();
            }
            case WRITING -> {
                Path outbox = home.outbox("@" + REVIEWED).resolve(REVIEWED);
                long results = Home.count(outbox, ".jsonl");
                await(process, () -> Home.count(outbox, ".jsonl") > results);
                shortly();
            }
        }
        process.kill();
    }

    private void decideSome(ReviewedFiles reviewed) throws IOException {
        for (String name : reviewed.waiting()) {
            if (random.nextInt(3) > 0) {
                reviewed.decideByHand(name);
            }
        }
    }

    private void shortly() throws InterruptedException {
        Thread.sleep(random.nextInt(4) * (long) random.nextInt(8));
    }

    /** What is waited for. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(JavaProcess process, Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_LOOK_MILLIS * 1_000_000;
        while (process.isAlive() && System.nanoTime() < end && !condition.holds()) {
            Thread.sleep(LOOK_MILLIS);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("ended by itself: " + process.output());
        }
    }

    /** Holds what a kill has left against what the provider has served. */
    private static void check(Home home, Provider provider, ReviewedFiles reviewed, Seen seen)
            throws IOException, InterruptedException {
        Thread.sleep(50);
        while (provider.stat("under_way") > 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        seen.kills++;
        seen.halfWay += reviewed.halfWay();
        List<String> problems = new ArrayList<>(reviewed.problems());
        if (!LedgerBooks.areThere(home)) {
            return;
        }
        try (LedgerBooks books = LedgerBooks.of(home)) {
            problems.addAll(books.problems());
            Map<String, Long> open = books.openRequests();
            Map<String, Served> lost = lost(provider, books);
            lost.forEach((user, more) -> {
                long before = seen.lostRequests.getOrDefault(user, 0L);
                long now = more.requests() - before;
                if (!more.isPossible() || now < 0 || now > open.getOrDefault(user, 0L)) {
                    problems.add("user " + user + " has " + more + " more at the provider, before the kill " + before
                            + " requests; under way at the kill: " + open);
                }
                seen.lostRequests.put(user, more.requests());
            });
            seen.open += open.values().stream().mapToLong(Long::longValue).sum();
        }
        problems.forEach(problem -> System.out.println("kill " + seen.kills + ": " + problem));
        seen.problems.addAll(problems);
    }

    /** Returns what the provider has served each user more than the ledger has. */
    private static Map<String, Served> lost(Provider provider, LedgerBooks books)
            throws IOException, InterruptedException {
        Map<String, Served> lost = byUser(provider.served());
        byUser(books.byModel())
                .forEach((user, used) ->
                        lost.put(user, lost.getOrDefault(user, Served.NOTHING).minus(used)));
        return lost;
    }

    private static Map<String, Served> byUser(Map<String, Served> byModel) {
        Map<String, Served> byUser = new TreeMap<>();
        byModel.forEach(
                (model, served) -> byUser.merge(model.substring(model.lastIndexOf('-') + 1), served, Served::plus));
        return byUser;
    }

    /** Lets a process go on until all that is left waits for caps, and approves what waits for a decision. */
    private void awaitCaps(Lab lab, Home home, Provider provider, ReviewedFiles reviewed, Seen seen)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_END_MILLIS * 1_000_000;
        try (JavaProcess process = run(lab, home, provider)) {
            boolean rests = false;
            while (!rests && System.nanoTime() < end) {
                for (String name : reviewed.waiting()) {
                    reviewed.decideByHand(name);
                }
                Thread.sleep(500);
                try (LedgerBooks books = LedgerBooks.ofRunning(home)) {
                    rests = !reviewed.isAnyLeft()
                            && books.waits().values().stream().noneMatch(String::isEmpty)
                            && provider.stat("under_way") == 0;
                }
            }
            if (!rests) {
                seen.problems.add("something is left that waits for no cap: " + process.output());
            }
        }
        check(home, provider, reviewed, seen);
        seen.kills--;
    }

    private static List<Figure> figuresAtTheCaps(Home home, Provider provider, Seen seen)
            throws IOException, InterruptedException {
        try (LedgerBooks books = LedgerBooks.of(home)) {
            Map<String, Served> ledger = byUser(books.byModel());
            Map<String, Served> lost = lost(provider, books);
            StringBuilder known = new StringBuilder();
            StringBuilder beyond = new StringBuilder();
            boolean held = true;
            for (String user : CAPPED) {
                long used = ledger.getOrDefault(user, Served.NOTHING).tokens();
                long unknown = lost.getOrDefault(user, Served.NOTHING).tokens();
                held &= used <= CAP && used + unknown <= CAP;
                known.append(known.isEmpty() ? "" : ", ").append(count(used));
                beyond.append(beyond.isEmpty() ? "" : ", ").append(count(used + unknown));
            }
            return List.of(
                    new Figure(
                            seen.kills + " kills while three users come to their caps of " + count(CAP)
                                    + " tokens, and " + "files are set aside, approved and denied: in the ledger",
                            known + " tokens; " + books.waits().size() + " jobs wait",
                            "at most " + count(CAP),
                            ledger.values().stream().noneMatch(used -> used.tokens() > CAP)),
                    new Figure("the same: served by the provider", beyond + " tokens", "at most " + count(CAP), held));
        }
    }

    private static List<Figure> figuresAtTheEnd(Home home, Provider provider, ReviewedFiles reviewed, Seen seen)
            throws IOException, InterruptedException {
        int prompts = CAPPED.size() * FILES * (CHATS + EMBEDDINGS) + reviewed.approved() * ReviewedFiles.PROMPTS;
        long requests = (long) CAPPED.size() * FILES * (CHATS + EMBEDDINGS / PER_REQUEST);
        try (LedgerBooks books = LedgerBooks.of(home)) {
            for (String user : CAPPED) {
                for (int i = 0; i < FILES; i++) {
                    Answers.requireTexts(home.answers("@" + user + "/" + user, "chat" + i), CHATS);
                    Answers.requireEmbeddings(
                            home.answers("@" + user + "/" + user + "-embed", "embed" + i), EMBEDDINGS, 8);
                }
            }
            List<String> problems = new ArrayList<>(seen.problems);
            problems.addAll(books.problems());
            List<String> wrong = reviewed.wrongAnswers(books.finished(), books.archived());
            wrong.addAll(reviewed.problems());
            wrong.forEach(System.out::println);
            Served lost = lost(provider, books).values().stream().reduce(Served.NOTHING, Served::plus);
            Served ledger = books.byModel().values().stream().reduce(Served.NOTHING, Served::plus);
            long cost = INPUT_PRICE * ledger.input() + OUTPUT_PRICE * ledger.output();
            return List.of(
                    new Figure(
                            "the same: what doesn't agree after a kill, of sums by prompt, request, minute and day, and"
                                    + " answers and their use",
                            count(problems.size()),
                            "0",
                            problems.isEmpty()),
                    new Figure(
                            "the same: prompts answered in the end, with use in the ledger, lines with other use",
                            count(books.answers()) + ", " + count(books.differingLines()),
                            count(prompts) + ", 0",
                            books.answers() == prompts && books.differingLines() == 0 && books.microUsd() == cost),
                    new Figure(
                            "the same: requests that the provider served and the ledger lacks",
                            count(lost.requests()) + " of " + count(lost.requests() + ledger.requests()) + ", "
                                    + count(lost.tokens()) + " tokens",
                            "at most " + count(seen.open) + ", those in flight at the kills",
                            lost.isPossible() && lost.requests() <= seen.open && ledger.requests() >= requests),
                    new Figure(
                            "the same: " + reviewed.dropped() + " files for review, " + reviewed.approved()
                                    + " approved, " + seen.halfWay
                                    + " half way at a kill: lost, doubled, wrong; notes left",
                            wrong.size() + "; " + reviewed.notes(),
                            "0; 0",
                            wrong.isEmpty() && reviewed.notes() == 0));
        }
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
