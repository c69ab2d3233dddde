package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which names files get in {@code review/}, and which notes go. */
class ReviewFolderTest {
    private static final String WHY = "{\"file\": \"@ana/a.txt\"}";

    @TempDir
    private Path folder;

    private ReviewFolder review;

    @BeforeEach
    void create() {
        review = new ReviewFolder(folder.resolve("review"));
    }

    private String add() throws IOException {
        return review.add(Files.writeString(folder.resolve("new.txt"), "one\n"), "ana", "@ana/a.txt", WHY);
    }

    @Test
    void add_whileAnEarlierOneOfItsNameIsToBeClaimed_takesAnotherName() throws IOException {
        String first = add();
        review.decide(first, Decision.APPROVED);

        assertThat(add()).isEqualTo("ana/@ana/a-2.txt");
        assertThat(review.waiting()).containsExactly("ana/@ana/a-2.txt");
        assertThat(review.whyOf(first)).contains(review.why(first));
    }

    @Test
    void decide_wouldReplaceAnotherFile_isRefused() throws IOException {
        String name = add();
        Files.createDirectories(review.approved().resolve("ana/@ana"));
        Files.writeString(review.approved().resolve(name), "another\n");

        assertThatThrownBy(() -> review.decide(name, Decision.APPROVED))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("a file of this name is still to be claimed: file=");
        assertThat(review.approved().resolve(name)).hasContent("another");
        assertThat(review.waiting()).containsExactly(name);
    }

    @Test
    void deleteNotesOn_claimedFiles_leavesThoseOfFilesThatWaitOrAreToBeClaimed() throws IOException {
        String waiting = add();
        String approved = add();
        review.decide(approved, Decision.APPROVED);
        String claimed = add();
        Files.delete(review.root().resolve(claimed));

        review.deleteNotesOn(Set.of("@ben/b.txt"));
        assertThat(review.why(claimed)).exists();
        review.deleteNotesOn(Set.of("@ana/a.txt"));

        assertThat(review.why(claimed)).doesNotExist();
        assertThat(review.why(waiting)).exists();
        assertThat(review.why(approved)).exists();
    }
}
