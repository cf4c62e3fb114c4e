/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spillway.manager.api.Segment;
import dev.spillway.manager.api.Segment.Bytes;
import dev.spillway.manager.api.Segment.FileRegion;
import dev.spillway.manager.api.SourceFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a file that is offered (SYSTEMS.md A3), with requests and responses of Tomcat's own classes. */
class AnswerPlannerTest {
    private static final FakeFile FILE = FakeFile.of(1000);
    private static final String MODIFIED = "Sun, 02 Feb 2020 02:02:02 GMT";

    @Test
    void aPlainFileGetsValidatorsAndAcceptsRanges() throws Exception {
        AnswerPlan plan = plan(undecided(), Exchange.get());
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.body()).containsExactly(new FileRegion(0, 1000));
        assertThat(plan.fields())
                .containsOnlyKeys("ETag", "Last-Modified", "Accept-Ranges")
                .containsEntry("Last-Modified", MODIFIED)
                .containsEntry("Accept-Ranges", "bytes");
        assertThat(plan.fields().get("ETag")).startsWith("\"").endsWith("\"");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=10-19, 10, 10, bytes 10-19/1000",
        "bytes=990-, 990, 10, bytes 990-999/1000",
        "bytes=-1, 999, 1, bytes 999-999/1000",
        "bytes=0-99999, 0, 1000, bytes 0-999/1000",
    })
    void oneRangeIsCutOutOfTheFile(String range, long position, long length, String contentRange) throws Exception {
        AnswerPlan plan = plan(undecided(), Exchange.get().with("Range", range));
        assertThat(plan.status()).isEqualTo(206);
        assertThat(plan.body()).containsExactly(new FileRegion(position, length));
        assertThat(plan.fields()).containsEntry("Content-Range", contentRange);
    }

    /** The offer is a part of the file, and that part is all that the client may know of. */
    @Test
    void aRangeOfAnOfferedPartStaysWithinThatPart() throws Exception {
        FileOffer part = offer(100, 200, false);
        AnswerPlan plan = plan(part, Exchange.get().with("Range", "bytes=90-"));
        assertThat(plan.body()).containsExactly(new FileRegion(190, 10));
        assertThat(plan.fields()).containsEntry("Content-Range", "bytes 90-99/100");
        assertThat(plan.fields())
                .as("the tag of the whole is not that of a part")
                .doesNotContainKey("ETag");
        AnswerPlan beyond = plan(part, Exchange.get().with("Range", "bytes=100-"));
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.fields()).containsEntry("Content-Range", "bytes */100");
    }

    @Test
    void severalRangesMakeAMultipartBody() throws Exception {
        Exchange exchange = Exchange.get().with("Range", "bytes=0-9,500-509");
        exchange.response().setContentType("application/zip");
        AnswerPlan plan = plan(undecided(), exchange);
        assertThat(plan.status()).isEqualTo(206);
        assertThat(plan.fields().get("Content-Type")).startsWith("multipart/byteranges");
        assertThat(plan.fields()).doesNotContainKey("Content-Range");
        assertThat(plan.body())
                .filteredOn(FileRegion.class::isInstance)
                .containsExactly(new FileRegion(0, 10), new FileRegion(500, 10));
        assertThat(plan.body().get(0)).isInstanceOf(Bytes.class);
        assertThat(plan.length())
                .isEqualTo(plan.body().stream().mapToLong(Segment::length).sum());
    }

    @Test
    void aRangeBeyondTheFileIsAnErrorWithoutBody() throws Exception {
        AnswerPlan plan = plan(undecided(), Exchange.get().with("Range", "bytes=1000-"));
        assertThat(plan.status()).isEqualTo(416);
        assertThat(plan.hasBody()).isFalse();
        assertThat(plan.fields()).containsEntry("Content-Range", "bytes */1000");
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        String tag = plan(undecided(), Exchange.get()).fields().get("ETag");
        AnswerPlan byTag = plan(undecided(), Exchange.get().with("If-None-Match", tag));
        assertThat(byTag.status()).isEqualTo(304);
        assertThat(byTag.hasBody()).isFalse();
        assertThat(byTag.fields()).containsEntry("ETag", tag);
        AnswerPlan byDate = plan(undecided(), Exchange.get().with("If-Modified-Since", MODIFIED));
        assertThat(byDate.status()).isEqualTo(304);
    }

    @Test
    void whatTheClientDoesNotWantIsNotSent() throws Exception {
        AnswerPlan plan = plan(undecided(), Exchange.get().with("If-Match", "\"other\""));
        assertThat(plan.status()).isEqualTo(412);
        assertThat(plan.hasBody()).isFalse();
    }

    @Test
    void aRangeOfAnotherVersionGetsTheWhole() throws Exception {
        AnswerPlan other =
                plan(undecided(), Exchange.get().with("Range", "bytes=0-9").with("If-Range", "\"other\""));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.length()).isEqualTo(1000);
        AnswerPlan same =
                plan(undecided(), Exchange.get().with("Range", "bytes=0-9").with("If-Range", MODIFIED));
        assertThat(same.status()).isEqualTo(206);
    }

    @Test
    void theValidatorsOfTheApplicationCountMoreThanThoseOfTheFile() throws Exception {
        Exchange exchange = Exchange.get().with("If-None-Match", "\"mine\"").answering("ETag", "\"mine\"");
        AnswerPlan plan = plan(undecided(), exchange);
        assertThat(plan.status()).isEqualTo(304);
        assertThat(plan.fields()).doesNotContainKey("ETag");
        assertThat(plan.dropped()).doesNotContain("etag");
    }

    @Test
    void anApplicationThatRefusesRangesGetsNone() throws Exception {
        Exchange exchange = Exchange.get().with("Range", "bytes=0-9").answering("Accept-Ranges", "none");
        AnswerPlan plan = plan(undecided(), exchange);
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.fields()).doesNotContainKey("Accept-Ranges");
    }

    @Test
    void aRangeIsOfGetOnly() throws Exception {
        AnswerPlan plan = plan(undecided(), new Exchange("HEAD").with("Range", "bytes=0-9"));
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.length()).isEqualTo(1000);
    }

    @Test
    void aRangeThatThePipelineDidNotSeeIsApplied() throws Exception {
        FileOffer decided = offer(0, 1000, true);
        AnswerPlan plan = AnswerPlanner.plan(
                decided,
                FILE,
                List.of("bytes=5-9"),
                Exchange.get().request(),
                Exchange.get().response());
        assertThat(plan.status()).isEqualTo(206);
        assertThat(plan.body()).containsExactly(new FileRegion(5, 5));
    }

    @Test
    void whatIsDecidedIsSentAsAnnounced() throws Exception {
        Exchange whole = Exchange.get().with("Range", "bytes=0-9").with("If-None-Match", "*");
        assertThat(plan(offer(0, 1000, true), whole)).isEqualTo(AnswerPlan.asAnnounced(200, new FileRegion(0, 1000)));
        Exchange range = Exchange.get().with("Range", "bytes=0-9").answering("Content-Range", "bytes 0-9/1000");
        range.response().setStatus(206);
        assertThat(plan(offer(0, 10, true), range)).isEqualTo(AnswerPlan.asAnnounced(206, new FileRegion(0, 10)));
    }

    @Test
    void anOfferWithoutEndGoesToTheEndOfTheFile() throws Exception {
        AnswerPlan plan = plan(offer(10, FileOffer.END_OF_FILE, true), Exchange.get());
        assertThat(plan.body()).containsExactly(new FileRegion(10, 990));
    }

    /** {@code DefaultServlet} answers from its cache for some seconds after the file was replaced. */
    @Test
    void anAnswerForAnOlderVersionIsReplacedByTheWholeOfTheNewOne() throws Exception {
        Exchange exchange = Exchange.get()
                .answering("ETag", "W/\"900-1580000000000\"")
                .answering("Last-Modified", "Sun, 26 Jan 2020 00:53:20 GMT")
                .answering("Content-Range", "bytes 0-9/900");
        exchange.response().setStatus(206);
        AnswerPlan plan = plan(offer(0, 10, true), exchange);
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.body()).containsExactly(new FileRegion(0, 1000));
        assertThat(plan.fields())
                .containsEntry("ETag", "W/\"1000-1580608922020\"")
                .containsEntry("Last-Modified", MODIFIED);
        assertThat(plan.dropped()).containsExactlyInAnyOrder("content-range", "etag", "last-modified");
    }

    @Test
    void aVersionThatBecameEmptyIsAnAnswerWithoutBody() throws Exception {
        Exchange exchange = Exchange.get().answering("ETag", "W/\"900-1580000000000\"");
        AnswerPlan plan = AnswerPlanner.plan(
                offer(0, 900, true), FakeFile.of(0), List.of(), exchange.request(), exchange.response());
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.hasBody()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1000-1580608922020\"", "W/\"5-7\"", "\"900-1580000000000\"", "W/\"of-the-app\""})
    void otherTagsAreNoSignOfAnOlderVersion(String tag) throws Exception {
        AnswerPlan plan = plan(offer(0, 900, true), Exchange.get().answering("ETag", tag));
        assertThat(plan).isEqualTo(AnswerPlan.asAnnounced(200, new FileRegion(0, 900)));
    }

    @ParameterizedTest
    @CsvSource({"-1, 10", "10, 9", "0, 1001", "1001, 1001", "1001, -1", "-9223372036854775808, 9223372036854775807"})
    void refusesWhatIsNoRegionOfTheFile(long start, long end) {
        assertThatExceptionOfType(RefusedOfferException.class)
                .isThrownBy(() -> plan(offer(start, end, true), Exchange.get()))
                .withMessageContaining("[" + start + "]")
                .withMessageContaining("[/srv/big.iso] of [1000] bytes")
                .satisfies(e -> assertThat(e.status()).isEqualTo(500));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEmptyRegionIsAnAnswerWithoutBody(boolean isDecided) throws Exception {
        assertThat(plan(offer(10, 10, isDecided), Exchange.get()).hasBody()).isFalse();
        Exchange exchange = Exchange.get();
        SourceFile empty = FakeFile.of(0);
        assertThat(AnswerPlanner.plan(
                                offer(0, FileOffer.END_OF_FILE, isDecided),
                                empty,
                                List.of(),
                                exchange.request(),
                                exchange.response())
                        .hasBody())
                .isFalse();
    }

    private static AnswerPlan plan(FileOffer offer, Exchange exchange) throws RefusedOfferException {
        return AnswerPlanner.plan(offer, FILE, List.of(), exchange.request(), exchange.response());
    }

    private static FileOffer undecided() {
        return offer(0, FileOffer.END_OF_FILE, false);
    }

    private static FileOffer offer(long start, long end, boolean isDecided) {
        return new FileOffer(Path.of("/srv/big.iso"), start, end, isDecided, 0, false);
    }
}
