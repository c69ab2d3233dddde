package dev.sluice.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class UserNameTest {
    @Test
    void name_isKeptAsItIs_withoutWhiteSpaceAround() {
        assertThat(UserName.of(" Zoë O'Hara, Einkauf ")).isEqualTo("Zoë O'Hara, Einkauf");
    }

    @Test
    void blankName_isNone() {
        assertThat(UserName.of(null)).isNull();
        assertThat(UserName.of(" \t ")).isNull();
    }

    @Test
    void invisibleCharacters_areReplaced() {
        assertThat(UserName.of("a\u0000b\nc\u202Ed\uD800e")).isEqualTo("a?b?c?d?e");
    }

    @Property
    void anyName_isShortAndVisible(@ForAll String text) {
        String name = UserName.of(text.repeat(3));

        if (name != null) {
            assertThat(name.length()).isBetween(1, 256);
            assertThat(name).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Cs}]");
            assertThat(UserName.of(name)).isEqualTo(name);
        }
    }
}
