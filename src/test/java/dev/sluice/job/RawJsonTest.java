package dev.sluice.job;

import static dev.sluice.prompt.ReadingFixture.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RawJsonTest {
    @Test
    void fields_areCutAsTheyStand() throws IOException {
        assertThat(RawJson.fields("{\"a\" : 1.50e3 , \"b\":\"x\\\"\\u00e4\",\"c\":[1, {\"d\":null}],\"e\":true}"))
                .hasToString("{a=1.50e3, b=\"x\\\"\\u00e4\", c=[1, {\"d\":null}], e=true}");
        assertThat(RawJson.items("[ 1,-2.0 ,\"\",[],{} , null]"))
                .containsExactly("1", "-2.0", "\"\"", "[]", "{}", "null");
        assertThat(RawJson.items(null)).isEmpty();
    }

    @Test
    void fields_longerThanTheParsersBuffer_areCutAsTheyStand() throws IOException {
        String text = "\"" + "äb\\n".repeat(50_000) + "\"";
        String number = "1" + "0".repeat(50_000);

        assertThat(RawJson.fields("{\"a\":" + text + ",\"b\":" + number + ",\"c\":[" + text + "],\"d\":7}"))
                .containsEntry("a", text)
                .containsEntry("b", number)
                .containsEntry("c", "[" + text + "]")
                .containsEntry("d", "7");
    }

    @Test
    void json_thatIsBroken_isRefused() {
        for (String broken : List.of("", "[", "{\"a\":", "{\"a\":1", "[]", "{\"a\" 1}")) {
            assertThatThrownBy(() -> RawJson.fields(broken)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void json_onSeveralLines_isPutOnOne() {
        assertThat(RawJson.onOneLine("{\r\n \"a b\" : [ 1,\n 2 ],\t\"c\\\" \\\\\" : \" \" }"))
                .isEqualTo("{\"a b\":[1,2],\"c\\\" \\\\\":\" \"}");
        assertThat(RawJson.onOneLine("{ }")).isEqualTo("{ }");
    }

    @Property(tries = 300)
    void anyTexts_areCutAndReadBack(@ForAll @StringLength(max = 80) String one, @ForAll String other)
            throws IOException {
        ObjectNode object = JSON.createObjectNode().put("one", one).put("n", other.hashCode());
        object.putArray("list").add(other).addObject().put("one", one);

        var fields = RawJson.fields(object.toString());

        assertThat(RawJson.string(fields.get("one"))).isEqualTo(one);
        assertThat(fields.get("n")).isEqualTo(object.get("n").toString());
        assertThat(fields.get("list")).isEqualTo(object.get("list").toString());
        assertThat(RawJson.items(fields.get("list")).get(1))
                .isEqualTo(object.get("list").get(1).toString());
        assertThat(JSON.readTree(RawJson.appendString(new StringBuilder(), one).toString())
                        .textValue())
                .isEqualTo(one);
    }
}
