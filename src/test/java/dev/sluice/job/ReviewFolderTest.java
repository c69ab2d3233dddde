package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private ReviewNote noteOn(String decided) throws IOException, UnusableNoteException {
        return review.noteOnDecided(review.root().resolve(decided), Set.of("default", "cheap"));
    }

    private Path move(String from, String to) throws IOException {
        Path target = review.root().resolve(to);
        Files.createDirectories(target.getParent());
        return Files.move(review.root().resolve(from), target);
    }

    private String add() throws IOException {
        return review.add(Files.writeString(folder.resolve("new.txt"), "one\n"), "ana", "@ana/a.txt", WHY);
    }

    @Test
    void add_whileAnEarlierOneOfItsNameIsToBeClaimed_takesAnotherName() throws Exception {
        String first = add();
        review.decide(first, Decision.APPROVED);

        assertThat(add()).isEqualTo("ana/@ana/a-2.txt");
        assertThat(review.waiting()).containsExactly("ana/@ana/a-2.txt");
        assertThat(noteOn("approved/" + first).path()).isEqualTo(review.why(first));
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

    @Test
    void noteOnDecided_movedWithItsNote_isTheOneBesideIt() throws Exception {
        add();
        move("ana", "approved/ana");
        add();

        assertThat(noteOn("approved/ana/@ana/a.txt").path())
                .isEqualTo(review.root().resolve("approved/ana/@ana/a.txt.why.json"));
    }

    @Test
    void noteOnDecided_severalOfItsName_isRefused_namingThem() throws Exception {
        move(add(), "approved/a.txt");
        String other = review.add(Files.writeString(folder.resolve("new.txt"), "x\n"), "ben", "@ben/a.txt", WHY);
        assertThat(noteOn("approved/a.txt").path()).isEqualTo(review.why("ana/@ana/a.txt"));
        Files.delete(review.root().resolve(other));

        assertThatThrownBy(() -> noteOn("approved/a.txt"))
                .isInstanceOf(UnusableNoteException.class)
                .hasMessage("several notes may be its own, move that beside it:"
                        + " notes=review/ana/@ana/a.txt.why.json, review/ben/@ben/a.txt.why.json");
    }

    @Test
    void noteOnDecided_copyOfAFileThatStillWaits_isRefused() throws Exception {
        String name = add();
        Files.createDirectories(review.approved().resolve("ana/@ana"));
        Files.copy(review.root().resolve(name), review.approved().resolve(name));

        assertThatThrownBy(() -> noteOn("approved/" + name))
                .hasMessage("no note tells whose it is; put it into inbox/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"file\": \"../a.txt\"}",
                "{\"file\": \"/a.txt\"}",
                "{\"file\": \"x//a.txt\"}",
                "{\"file\": \".a.txt\"}",
                "{\"file\": \"a\\u0000.txt\"}"
            })
    void noteOnDecided_spoilt_isRefused_namingIt(String why) throws Exception {
        String name = add();
        Files.writeString(review.why(name), why);
        review.decide(name, Decision.APPROVED);

        assertThatThrownBy(() -> noteOn("approved/" + name))
                .isInstanceOf(UnusableNoteException.class)
                .hasMessageStartingWith("its note ")
                .hasMessageEndingWith("; put the file into inbox/ once more: note=review/ana/@ana/a.txt.why.json");
    }

    @Test
    void noteOnDecided_profileIsGone_isRefused() throws Exception {
        String name = review.add(
                Files.writeString(folder.resolve("new.txt"), "x\n"),
                "ana",
                "best/a.txt",
                "{\"file\": \"best/a.txt\", \"profile\": \"best\"}");
        review.decide(name, Decision.APPROVED);

        assertThatThrownBy(() -> noteOn("approved/" + name)).hasMessageEndingWith("once more: profile=best");
    }

    @Test
    void deleteNotesBefore_filesThatAreGoneForLong_leavesOthers() throws Exception {
        String gone = add();
        String waiting = add();
        String approved = add();
        review.decide(approved, Decision.APPROVED);
        Files.delete(review.root().resolve(gone));
        Instant now = Instant.now();

        review.deleteNotesBefore(now.minusSeconds(3_600));
        assertThat(review.why(gone)).exists();
        review.deleteNotesBefore(now.plusSeconds(3_600));

        assertThat(review.why(gone)).doesNotExist();
        assertThat(review.why(waiting)).exists();
        assertThat(review.why(approved)).exists();
    }

    private String addOf(String user, String name) throws IOException {
        return review.add(Files.writeString(folder.resolve("new.txt"), "one\n"), user, name, WHY);
    }

    @Test
    void add_longNames_areCut_andStayUnique() throws Exception {
        String stem = "語".repeat(80);
        String first = addOf("語".repeat(200), "x/" + stem + ".txt");
        String second = addOf("語".repeat(201), "x/" + stem + ".txt");
        String again = addOf("語".repeat(200), "x/" + stem + ".txt");

        assertThat(review.waiting()).containsExactlyInAnyOrder(first, second, again);
        assertThat(first).endsWith(".txt").matches("語{73}-[0-9a-f]{8}/x/語{72}-[0-9a-f]{8}[.]txt");
        assertThat(Path.of(first).subpath(0, 1)).isNotEqualTo(Path.of(second).subpath(0, 1));
    }

    @Test
    void add_usersWhoseFoldersWouldBeTheSame_haveTheirOwn() throws Exception {
        assertThat(addOf("a/b", "f.txt")).matches("a_b-[0-9a-f]{8}/f[.]txt");
        assertThat(addOf("a:b", "f.txt")).matches("a_b-[0-9a-f]{8}/f[.]txt");
        assertThat(addOf("a_b", "f.txt")).isEqualTo("a_b/f.txt");
        assertThat(addOf("approved", "f.txt")).matches("approved-[0-9a-f]{8}/f[.]txt");
        assertThat(addOf("approved_", "f.txt")).isEqualTo("approved_/f.txt");
        assertThat(addOf("..", "f.txt")).matches("_[.]-[0-9a-f]{8}/f[.]txt");
    }
}
