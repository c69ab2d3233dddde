package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.prompt.Endpoint;
import dev.sluice.prompt.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyMatcherTest {

    @Test
    void completions_shuffled_areMatchedByIndex() {
        MatchedReply reply = match(Prompts.several(Endpoint.COMPLETIONS, 2), """
                {"id":"cmpl-1","object":"text_completion","created":1700000000,"model":"m","service_tier":null,
                 "choices":[
                   {"text":"one, \\"b\\" ","index":1,"logprobs":null,"finish_reason":"stop"},
                   {"text":"zero","index":0,"logprobs":null,"finish_reason":"length"}],
                 "usage":{"prompt_tokens":21,"completion_tokens":5,"total_tokens":26}}
                """);

        assertThat(bodies(reply))
                .containsExactly(
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1700000000,\"model\":\"m\","
                                + "\"service_tier\":null,\"choices\":[{\"text\":\"zero\",\"index\":0,"
                                + "\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":10,"
                                + "\"completion_tokens\":2,\"total_tokens\":12}}",
                        "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1700000000,\"model\":\"m\","
                                + "\"service_tier\":null,\"choices\":[{\"text\":\"one, \\\"b\\\" \",\"index\":0,"
                                + "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,"
                                + "\"completion_tokens\":3,\"total_tokens\":14}}");
        assertThat(reply.usage()).isEqualTo(new Usage(21, 5, 26, 0));
    }

    @Test
    void completions_severalChoices_areReindexedFromZero() {
        MatchedReply reply = match(Prompts.several(Endpoint.COMPLETIONS, 2, 2), """
                {"choices":[{"index":3,"text":"d"},{"text":"a","index":0},{"text":"b","index":1},{"index":2,"text":"c"}]}
                """);

        assertThat(bodies(reply))
                .containsExactly(
                        "{\"choices\":[{\"text\":\"a\",\"index\":0},{\"text\":\"b\",\"index\":1}]}",
                        "{\"choices\":[{\"index\":0,\"text\":\"c\"},{\"index\":1,\"text\":\"d\"}]}");
        assertThat(reply.usage().isNone()).isTrue();
    }

    @Test
    void completions_oneOfSeveralChoicesMissing_costsThatPromptOnly() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.COMPLETIONS, 2, 2),
                "{\"choices\":[{\"index\":3,\"text\":\"d\"},{\"index\":0,\"text\":\"a\"},{\"index\":2,\"text\":\"c\"}]}");

        assertThat(outcomes(reply)).containsExactly("1 answered", "0 missing_answer");
    }

    @Test
    void completions_serverIgnoresNAndLosesOne_leavesAllUnanswered() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.COMPLETIONS, 3, 2),
                "{\"choices\":[{\"index\":0,\"text\":\"a\"},{\"index\":1,\"text\":\"b\"},{\"text\":\"c\"}]}");

        assertThat(outcomes(reply)).containsExactly("0 count_mismatch", "1 count_mismatch", "2 count_mismatch");
    }

    @Test
    void completions_serverIgnoresN_leavesAllUnanswered() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.COMPLETIONS, 2, 2),
                "{\"choices\":[{\"index\":0,\"text\":\"a\"},{\"index\":1,\"text\":\"b\"}]}");

        assertThat(outcomes(reply)).containsExactly("0 count_mismatch", "1 count_mismatch");
        assertThat(reply.unanswered().get(0).reason())
                .isEqualTo("the reply's answers can't be told apart: expected=4 received=2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"index\":0},{\"index\":2}'                                | 0 answered,2 answered,1 missing_answer | 0",
                "'{\"index\":0},{\"index\":1},{\"index\":1},{\"index\":2}'    | 0 answered,2 answered,1 repeated_index | 0",
                "'{\"index\":0},{\"index\":1},{\"index\":1},{\"index\":1}'    | 0 answered,1 repeated_index,2 missing_answer | 0",
                "'{\"index\":0},{\"index\":7},{\"index\":2}'                  | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":-1},{\"index\":2}'                 | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":1.0},{\"index\":2}'                | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":\"1\"},{\"index\":2}'              | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":null},{\"index\":2}'               | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":99999999999999999999},{\"index\":2}' | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":4294967297},{\"index\":2}'         | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0,\"index\":1},{\"index\":1},{\"index\":2}'      | 1 answered,2 answered,0 missing_answer | 1",
                "'{\"index\":0},{\"x\":[1,{\"index\":1}]},{\"index\":2}'      | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},null,{\"index\":2}'                           | 0 answered,2 answered,1 missing_answer | 1",
                "'{\"index\":0},{\"index\":1},{\"index\":2},{\"index\":3}'    | 0 answered,1 answered,2 answered | 1",
                "''                                                           | 0 missing_answer,1 missing_answer,2 missing_answer | 0"
            })
    void embeddings_badIndexes_costOnlyThePromptsConcerned(String items, String outcomes, int surplus) {
        String data = items.replaceAll("\\{", "{\"embedding\":[0.5],").replace("[1,{\"embedding\":[0.5],", "[1,{");
        MatchedReply reply = match(Prompts.several(Endpoint.EMBEDDINGS, 3), "{\"data\":[" + data + "]}");

        assertThat(String.join(",", outcomes(reply))).isEqualTo(outcomes);
        assertThat(reply.surplus()).isEqualTo(surplus);
    }

    @Test
    void embeddings_numbers_areKeptToTheLetter() {
        MatchedReply reply = match(Prompts.several(Endpoint.EMBEDDINGS, 2), """
                {"object":"list","data":[
                  {"object":"embedding","index":1,"embedding":[1.0,-1e-05,0.12345678901234567890,3E+2]},
                  {"object":"embedding","index":0,"embedding":"AAAAPw=="}],
                 "model":"mödel","usage":{"prompt_tokens":21,"total_tokens":21}}
                """);

        assertThat(bodies(reply))
                .containsExactly(
                        "{\"object\":\"list\",\"model\":\"mödel\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                                + "\"embedding\":\"AAAAPw==\"}],\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10}}",
                        "{\"object\":\"list\",\"model\":\"mödel\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                                + "\"embedding\":[1.0,-1e-05,0.12345678901234567890,3E+2]}],"
                                + "\"usage\":{\"prompt_tokens\":11,\"total_tokens\":11}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"\"", "{}", "[null]", "[0.1,null]", "7"})
    void embedding_withoutVector_isUnanswered(String vector) {
        MatchedReply reply = match(
                Prompts.several(Endpoint.EMBEDDINGS, 2),
                "{\"data\":[{\"index\":0,\"embedding\":" + vector + "},{\"index\":1,\"embedding\":[1]}]}");

        assertThat(outcomes(reply)).containsExactly("1 answered", "0 empty_answer");
    }

    @Test
    void embedding_singleWithoutIndex_isTaken() {
        assertThat(bodies(match(
                        Prompts.several(Endpoint.EMBEDDINGS, 1), "\uFEFF { \"data\" : [ { \"embedding\": [1] } ] } ")))
                .containsExactly("{\"data\":[{\"embedding\":[1]}]}");
    }

    @Test
    void embedding_singleWithForeignIndex_isUnanswered() {
        assertThat(outcomes(
                        match(Prompts.several(Endpoint.EMBEDDINGS, 1), "{\"data\":[{\"index\":3,\"embedding\":[1]}]}")))
                .containsExactly("0 missing_answer");
    }

    @Test
    void promptThatIsAList_allItemsThere_keepsTheBody() {
        List<Prompt> alone = List.of(Prompts.alone(Endpoint.EMBEDDINGS, "[\"a\",\"b\"]", 1));
        String body =
                "{\"data\":[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[2]}],\"extra\":{\"x\":1}}";

        assertThat(bodies(match(alone, body))).containsExactly(body);
        assertThat(outcomes(match(alone, "{\"data\":[{\"index\":0,\"embedding\":[1]}]}")))
                .containsExactly("0 missing_answer");
    }

    @Test
    void promptOfTokenNumbers_oneItem_isAnswered() {
        List<Prompt> alone = List.of(Prompts.alone(Endpoint.COMPLETIONS, "[1,2,3]", 1));

        assertThat(outcomes(match(alone, "{\"choices\":[{\"index\":0,\"text\":\"x\"}]}")))
                .containsExactly("0 answered");
    }

    @Test
    void completions_singleShuffledChoices_areSorted() {
        List<Prompt> one = Prompts.several(Endpoint.COMPLETIONS, 1, 2);

        assertThat(bodies(match(one, "{\"choices\":[{\"index\":1,\"text\":\"b\"},{\"index\":0,\"text\":\"a\"}]}")))
                .containsExactly("{\"choices\":[{\"index\":0,\"text\":\"a\"},{\"index\":1,\"text\":\"b\"}]}");
    }

    @Test
    void moderations_asManyAsPrompts_areMatchedByPosition() {
        MatchedReply reply = match(Prompts.several(Endpoint.MODERATIONS, 2), """
                {"id":"modr-1","model":"omni","results":[
                  {"flagged":true,"categories":{"hate":true},"category_scores":{"hate":0.9}},
                  {"flagged":false,"categories":{"hate":false},"category_scores":{"hate":1e-9}}]}
                """);

        assertThat(bodies(reply))
                .containsExactly(
                        "{\"id\":\"modr-1\",\"model\":\"omni\",\"results\":[{\"flagged\":true,"
                                + "\"categories\":{\"hate\":true},\"category_scores\":{\"hate\":0.9}}]}",
                        "{\"id\":\"modr-1\",\"model\":\"omni\",\"results\":[{\"flagged\":false,"
                                + "\"categories\":{\"hate\":false},\"category_scores\":{\"hate\":1e-9}}]}");
    }

    @Test
    void moderations_otherCount_leavesAllUnanswered() {
        assertThat(outcomes(match(
                        Prompts.several(Endpoint.MODERATIONS, 3),
                        "{\"results\":[{\"categories\":{}},{\"categories\":{}}]}")))
                .containsExactly("0 count_mismatch", "1 count_mismatch", "2 count_mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"assistant\",\"content\":\"Hi\"}                           | stop           | answered",
                "{\"role\":\"assistant\",\"content\":\"\"}                             | stop           | answered",
                "{\"role\":\"assistant\",\"content\":null}                             | stop           | empty_answer",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}           | stop           | empty_answer",
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":1}]} | tool_calls     | answered",
                "{\"role\":\"assistant\",\"content\":null,\"refusal\":\"No.\"}         | stop           | answered",
                "{\"role\":\"assistant\",\"content\":null}                             | content_filter | answered",
                "{\"role\":\"assistant\",\"content\":null}                             | length         | answered",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\"}]}            | stop           | answered",
                "null                                                                  | stop           | empty_answer",
                "\"Hi\"                                                                | stop           | empty_answer"
            })
    void chat_message_isAnAnswerWhenItHasContent(String message, String finishReason, String outcome) {
        String body = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\""
                + finishReason + "\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4}}}";
        MatchedReply reply = match(Prompts.several(Endpoint.CHAT, 1), body);

        assertThat(outcomes(reply)).containsExactly("0 " + outcome);
        assertThat(reply.usage()).isEqualTo(new Usage(9, 1, 10, 4));
        assertThat(bodies(reply)).allMatch(body::equals);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"message\"}]}                   | answered",
                "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[]} | answered",
                "{\"output\":[{\"type\":\"message\"}]}                                                           | answered",
                "{\"status\":\"completed\",\"output\":[]}                                                        | empty_answer",
                "{\"status\":\"completed\"}                                                                      | malformed_reply",
                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"x\"},\"output\":[]}   | server_error",
                "{\"status\":\"failed\",\"error\":null}                                                          | failed",
                "{\"status\":\"cancelled\"}                                                                      | cancelled",
                "{\"status\":\"queued\",\"output\":[]}                                                           | unfinished",
                "{\"error\":{\"message\":\"x\",\"code\":null}}                                                   | provider_error",
                "{}                                                                                              | malformed_reply"
            })
    void responses_status_decides(String body, String outcome) {
        assertThat(outcomes(match(Prompts.several(Endpoint.RESPONSES, 1), body)))
                .containsExactly("0 " + outcome);
    }

    @Test
    void serviceTier_isRead_whereTheReplyNamesIt() {
        String chat = "{\"service_tier\":%s,\"choices\":[{\"index\":0,\"message\":{\"content\":\"a\"}}]}";
        String response = "{\"status\":\"completed\",\"output\":[{}],\"service_tier\":\"flex\"}";

        assertThat(match(Prompts.several(Endpoint.CHAT, 1), chat.formatted("\"flex\""))
                        .tier())
                .isEqualTo("flex");
        assertThat(match(Prompts.several(Endpoint.CHAT, 1), chat.formatted("null"))
                        .tier())
                .isEmpty();
        assertThat(match(Prompts.several(Endpoint.RESPONSES, 1), response).tier())
                .isEqualTo("flex");
    }

    @Test
    void responses_usage_isRead() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.RESPONSES, 1),
                "{\"status\":\"completed\",\"output\":[{}],\"usage\":{\"input_tokens\":7,\"input_tokens_details\":"
                        + "{\"cached_tokens\":3},\"output_tokens\":2,\"total_tokens\":9}}");

        assertThat(reply.usage()).isEqualTo(new Usage(7, 2, 9, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"created\":1,\"data\":[{\"url\":\"https://a/1\",\"revised_prompt\":\"x\"}]}                | answered",
                "{\"created\":1,\"data\":[{\"b64_json\":\"aQ==\",\"url\":null}],\"output_format\":\"png\"}    | answered",
                "{\"created\":1,\"data\":[{\"url\":\"https://a/1\"},{\"url\":\"https://a/2\"}]}               | answered",
                "{\"created\":1,\"data\":[{\"url\":\"https://a/1\",\"index\":5}]}                             | answered",
                "{\"created\":1,\"data\":[{\"url\":null}]}                                                   | empty_answer",
                "{\"created\":1,\"data\":[]}                                                                 | missing_answer",
                "{\"created\":1}                                                                             | malformed_reply",
                "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"x\"}}                     | content_policy_violation"
            })
    void images_anyOfThem_areTheAnswerAsTheyStand(String body, String outcome) {
        MatchedReply reply = match(Prompts.several(Endpoint.IMAGES, 1, 2), body);

        assertThat(outcomes(reply)).containsExactly("0 " + outcome);
        assertThat(bodies(reply)).allMatch(body::equals);
    }

    @Test
    void images_usage_isRead() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.IMAGES, 1),
                "{\"data\":[{\"b64_json\":\"aQ==\"}],\"usage\":{\"input_tokens\":7,\"output_tokens\":272,"
                        + "\"total_tokens\":279}}");

        assertThat(reply.usage()).isEqualTo(new Usage(7, 272, 279, 0));
    }

    @Test
    void reply_errorInsteadOfAnswers_leavesAllUnansweredWithItsCode() {
        MatchedReply reply = match(
                Prompts.several(Endpoint.COMPLETIONS, 2),
                "{\"error\":{\"message\":\"upstream\\nfailed\",\"code\":\"upstream_error\"},\"choices\":[]}");

        assertThat(outcomes(reply)).containsExactly("0 upstream_error", "1 upstream_error");
        assertThat(reply.unanswered().get(0).reason()).isEqualTo("upstream failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":null,", "{\"error\":{},", "{\"error\":\"\","})
    void reply_emptyError_isNone(String start) {
        assertThat(outcomes(match(
                        Prompts.several(Endpoint.COMPLETIONS, 1),
                        start + "\"choices\":[{\"index\":0,\"text\":\"\"}]}")))
                .containsExactly("0 answered");
    }

    @Test
    void reply_withoutList_leavesAllUnanswered() {
        assertThat(outcomes(
                        match(Prompts.several(Endpoint.COMPLETIONS, 2), "{\"choices\":null,\"message\":\"hello\"}")))
                .containsExactly("0 malformed_reply", "1 malformed_reply");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"choices\":[{\"index\":0,\"text\":\"cut o",
                "{\"choices\":[{\"index\":0,\"text\":\"x\"}]",
                "{\"choices\":[{\"index\":0,\"text\":\"x\"}]} {}",
                "upstream connect error"
            })
    void reply_noJson_isUnavailable(String body) {
        for (Endpoint endpoint : List.of(Endpoint.COMPLETIONS, Endpoint.RESPONSES)) {
            assertThatThrownBy(() -> match(Prompts.several(endpoint, 1), body))
                    .isInstanceOfSatisfying(
                            ProviderException.Unavailable.class,
                            e -> assertThat(e.code()).isEqualTo("malformed_reply"));
        }
    }

    @Test
    void reply_nestedTooDeep_isUnavailable() {
        String deep = "{\"choices\":" + "[".repeat(100_000);

        assertThatThrownBy(() -> match(Prompts.several(Endpoint.COMPLETIONS, 1), deep))
                .isInstanceOf(ProviderException.Unavailable.class);
    }

    @Test
    void reply_notUtf8_isUnavailable() {
        byte[] utf16 = "{\"choices\":[{\"index\":0,\"text\":\"x\"}]}".getBytes(StandardCharsets.UTF_16BE);

        assertThatThrownBy(() -> ReplyMatcher.match(Prompts.several(Endpoint.COMPLETIONS, 1), utf16))
                .isInstanceOf(ProviderException.Unavailable.class);
    }

    @Test
    void reply_webPage_isBlockedWithHint() {
        assertThatThrownBy(() ->
                        match(Prompts.several(Endpoint.CHAT, 1), "<!doctype html><html><title>Welcome</title></html>"))
                .isInstanceOf(ProviderException.Blocked.class)
                .hasMessage("a web page came back, is the base URL right? Welcome");
    }

    @Test
    void reply_asTree_isMatchedTheSame() {
        assertThat(outcomes(ReplyMatcher.match(
                        Prompts.several(Endpoint.COMPLETIONS, 1),
                        Prompts.json("{\"choices\":[{\"index\":0,\"text\":\"x\"}]}"))))
                .containsExactly("0 answered");
    }

    @Test
    void choices_absurdlyMany_areMissing() {
        List<Prompt> prompts = Prompts.several(Endpoint.COMPLETIONS, 8, Integer.MAX_VALUE);

        assertThat(outcomes(match(prompts, "{\"choices\":[{\"index\":9,\"text\":\"x\"}]}")))
                .hasSize(8)
                .allMatch(outcome -> outcome.endsWith("missing_answer"));
    }

    private static MatchedReply match(List<Prompt> prompts, String body) {
        return ReplyMatcher.match(prompts, body.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> bodies(MatchedReply reply) {
        return reply.answered().stream().map(PromptAnswer::bodyJson).toList();
    }

    private static List<String> outcomes(MatchedReply reply) {
        var outcomes = new ArrayList<String>();
        reply.answered().forEach(a -> outcomes.add(a.prompt().index() + " answered"));
        reply.unanswered().forEach(u -> outcomes.add(u.prompt().index() + " " + u.code()));
        return outcomes;
    }
}
