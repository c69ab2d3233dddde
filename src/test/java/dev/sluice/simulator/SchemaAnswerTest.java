package dev.sluice.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaAnswerTest {
    private static final String PACKED =
            "Answer each: [{\"id\":\"p1\",\"prompt\":\"red\"},{\"id\":\"p2\",\"prompt\":\"blue\"}]";

    @Test
    void packedPrompts_arrayWithIds_getsOneAnswerEach() throws Exception {
        JsonNode answer = answer(
                "{'type':'object','properties':{'answers':{'type':'array','items':{'type':'object','properties':"
                        + "{'id':{'type':'string'},'answer':{'type':'string'}},'required':['id','answer']}}}}",
                PACKED);

        assertThat(answer)
                .isEqualTo(json("{'answers':[{'id':'p1','answer':'echo: red'},{'id':'p2','answer':'echo: blue'}]}"));
    }

    @Test
    void packedPrompts_propertiesNamedLikeIds_getTheirAnswers() throws Exception {
        assertThat(answer("{'properties':{'p2':{'type':'string'},'p1':{'type':'string'}}}", PACKED))
                .isEqualTo(json("{'p2':'echo: blue','p1':'echo: red'}"));
        assertThat(answer("{'type':'object','additionalProperties':{'type':'string'}}", PACKED))
                .isEqualTo(json("{'p1':'echo: red','p2':'echo: blue'}"));
    }

    @Test
    void packedPrompts_otherWaysOfPacking_areFound() {
        assertThat(PackedPrompts.in("{\"prompts\":[{\"id\":1,\"text\":\"red\"}]}"))
                .containsEntry("1", "red");
        assertThat(PackedPrompts.in("{\"a\":\"red\",\"b\":\"blue\"}")).containsEntry("b", "blue");
        assertThat(PackedPrompts.in("Answer [briefly]: " + PACKED)).containsOnlyKeys("p1", "p2");
        assertThat(PackedPrompts.in("no prompts [here")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'a':{'type':'integer','minimum':3},'b':{'type':'boolean'}},'required':['a','b']}",
                "{'type':'array','items':{'type':'string'},'minItems':2}",
                "{'type':'object','properties':{'c':{'enum':['x','y']},'d':{'const':4},'e':{'type':['string','null']}}}",
                "{'type':'object','properties':{'f':{'$ref':'#/$defs/F'}},'$defs':{'F':{'type':'number'}}}",
                "{'type':'object','properties':{'g':{'anyOf':[{'type':'null'},{'type':'string'}]}}}",
            })
    void answer_anySchema_fitsIt(String schema) throws Exception {
        JsonNode answer = answer(schema, "a question");

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(json(schema))
                        .validate(answer))
                .isEmpty();
    }

    @Test
    void answer_schemaThatContainsItself_ends() throws Exception {
        String schema = "{'$ref':'#/$defs/N','$defs':{'N':{'type':'object','properties':{'n':{'$ref':'#/$defs/N'}}}}}";

        assertThat(answer(schema, "a question").isObject()).isTrue();
    }

    @Test
    void chat_withSchema_answersJsonThatFits() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.builder().build())) {
            JsonNode reply = new Client(simulator)
                    .ask(
                            "/v1/chat/completions",
                            json("{'model':'m','messages':[{'role':'user','content':'red'}],'response_format':"
                                            + "{'type':'json_schema','json_schema':{'name':'x','schema':"
                                            + "{'type':'object','properties':{'colour':{'type':'string'}}}}}}")
                                    .toString());

            assertThat(reply.path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .asText())
                    .isEqualTo("{\"colour\":\"echo: red\"}");
        }
    }

    private static JsonNode answer(String schema, String message) throws Exception {
        return new SchemaAnswer(json(schema), message, text -> SimulatedAnswers.echo(text, 0)).value();
    }

    private static JsonNode json(String text) throws Exception {
        return Client.json(text.replace('\'', '"'));
    }
}
