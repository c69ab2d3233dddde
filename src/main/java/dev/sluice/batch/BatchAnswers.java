package dev.sluice.batch;

import dev.sluice.job.Result;
import dev.sluice.prompt.Prompt;
import dev.sluice.provider.ErrorReply;
import dev.sluice.provider.MatchedReply;
import dev.sluice.provider.ProviderException;
import dev.sluice.provider.ReplyHeaders;
import dev.sluice.provider.ReplyMatcher;
import dev.sluice.provider.SafeText;
import dev.sluice.provider.Usage;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the lines of a batch's files into results, in whatever order they come, and keeps count: each prompt gets one,
 * lines that belong to none are noticed. Serves one batch; not thread-safe.
 */
public final class BatchAnswers {
    /** Errors without a response that another attempt may not meet. */
    private static final Set<String> FOR_GOOD = Set.of(
            "invalid_request_error",
            "content_filter",
            "content_policy_violation",
            "context_length_exceeded",
            "model_not_found",
            "unsupported_parameter",
            "unsupported_value",
            "invalid_type",
            "missing_required_parameter");

    private final Batch batch;
    private final int attempt;
    private final Clock clock;
    private final BatchUses uses;
    private final BitSet settled = new BitSet();
    private long answered;
    private long inputTokens;
    private long outputTokens;
    private long repeated;
    private long unknown;

    /** Creates one for a batch whose prompts are in their so manieth attempt, which notes what its lines used. */
    public BatchAnswers(Batch batch, int attempt, Clock clock, BatchUses uses) {
        this.uses = uses;
        this.batch = batch;
        this.attempt = attempt;
        this.clock = clock;
    }

    /** Returns the result that a line brings, or empty where it brings none: the prompt may be asked again then. */
    public Optional<Result> result(byte[] bytes) {
        ResultLine line;
        try {
            line = ResultLine.parse(bytes);
        } catch (IOException e) {
            unknown++;
            return Optional.empty();
        }
        CustomId id = CustomId.parse(line.customId()).orElse(null);
        if (id == null
                || id.job() != batch.job()
                || id.index() >= batch.prompts().length()
                || !batch.prompts().get(Math.toIntExact(id.index()))) {
            unknown++;
            return Optional.empty();
        }
        if (settled.get(Math.toIntExact(id.index()))) {
            repeated++;
            return Optional.empty();
        }
        Optional<Result> result =
                result(line, id, Arrays.copyOfRange(bytes, line.bodyFrom(), Math.max(line.bodyFrom(), line.bodyTo())));
        result.ifPresent(found -> settled.set(Math.toIntExact(id.index())));
        return result;
    }

    /** Fails a prompt that the provider found fault with before it ran the batch. */
    public Optional<Result> refused(long index, String code, String message) {
        settled.set(Math.toIntExact(index));
        return Optional.of(new Result.Failed(batch.job(), index, attempt, 400, code, message));
    }

    private Optional<Result> result(ResultLine line, CustomId id, byte[] body) {
        if (line.status() == 0 || line.bodyTo() == 0) {
            return FOR_GOOD.contains(line.code())
                    ? Optional.of(failed(id, line.status(), line.code(), line.message()))
                    : Optional.empty();
        }
        if (line.status() < 200 || line.status() > 299) {
            ProviderException error = ErrorReply.classify(line.status(), ReplyHeaders.NONE, body, clock);
            uses.failed(id);
            boolean forGood =
                    error instanceof ProviderException.Rejected || error instanceof ProviderException.TooLarge;
            return forGood
                    ? Optional.of(failed(id, line.status(), error.code(), String.valueOf(error.getMessage())))
                    : Optional.empty();
        }
        return answer(line, id, body);
    }

    private Optional<Result> answer(ResultLine line, CustomId id, byte[] body) {
        Prompt prompt = id.prompt(batch.content().endpoint(), batch.content().model());
        MatchedReply reply;
        try {
            reply = ReplyMatcher.match(List.of(prompt), body);
        } catch (ProviderException e) {
            return Optional.empty();
        }
        Usage usage = reply.usage();
        inputTokens += usage.promptTokens();
        outputTokens += usage.completionTokens();
        uses.answered(id, usage);
        if (reply.answered().isEmpty()) {
            return Optional.empty();
        }
        answered++;
        return Optional.of(new Result.Answered(
                id.job(),
                id.index(),
                attempt,
                line.requestId(),
                reply.answered().get(0).bodyJson()));
    }

    private Result failed(CustomId id, int status, String code, String message) {
        String told = SafeText.of(message);
        return new Result.Failed(
                id.job(),
                id.index(),
                attempt,
                status,
                code.isBlank() ? "invalid_request_error" : SafeText.of(code),
                told.isEmpty() ? "the provider refuses the request" : told);
    }

    /** Returns the batch with what it has brought. */
    public Batch collected() {
        BitSet rest = (BitSet) batch.prompts().clone();
        rest.andNot(settled);
        return batch.collected(new Batch.Brought(inputTokens, outputTokens, answered, rest));
    }

    /** Returns how many lines came for a prompt that had its result already. */
    public long repeated() {
        return repeated;
    }

    /** Returns how many lines belong to no prompt of the batch. */
    public long unknown() {
        return unknown;
    }
}
