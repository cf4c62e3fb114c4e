/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares the parser with one that tries every byte of the file against every range, RFC 9110 section 14.1.2. */
class RangeHeaderRandomTest {

    private static final long SEED = 9110_14_1L;
    private static final int CASES = 100_000;

    private static final List<String> NUMBERS = List.of(
            "", "0", "1", "2", "3", "4", "5", "7", "9", "12", "007", "9223372036854775807", "9223372036854775808");

    private static final String NOISE = "0123456789--,, \t=x";

    private final Random random = new Random(SEED);

    @Test
    void parserAgreesWithReference() {
        System.out.println("RangeHeaderRandomTest: seed " + SEED);
        Map<String, Integer> seen = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            String rangeSet = random.nextInt(4) == 0 ? noise() : rangeSet();
            int completeLength = random.nextInt(12);
            String expected = reference(rangeSet, completeLength);
            assertThat(RangeTestSupport.describe(RangeHeader.select(List.of("bytes=" + rangeSet), completeLength)))
                    .as("seed %d, case %d: <%s> of %d bytes", SEED, i, rangeSet, completeLength)
                    .isEqualTo(expected);
            seen.merge(expected.substring(0, 3), 1, Integer::sum);
        }
        assertThat(seen).containsOnlyKeys("200", "206", "416");
        assertThat(seen.values()).as("every answer is met often: %s", seen).allMatch(count -> count > CASES / 20);
    }

    private String rangeSet() {
        List<String> specs = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            specs.add(number() + "-" + number());
        }
        return String.join(random.nextBoolean() ? "," : " , ", specs);
    }

    private String number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
            text.append(NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return text.toString();
    }

    private static String reference(String rangeSet, int completeLength) {
        List<List<Integer>> parts = new ArrayList<>();
        boolean any = false;
        for (String element : rangeSet.split(",", -1)) {
            String spec = element.strip();
            if (spec.isEmpty()) {
                continue;
            }
            if (!spec.matches("[0-9]+-[0-9]*|-[0-9]+") || isBackwards(spec)) {
                return "200";
            }
            any = true;
            parts.add(IntStream.range(0, completeLength)
                    .filter(position -> covers(spec, position, completeLength))
                    .boxed()
                    .toList());
        }
        if (!any || completeLength == 0) {
            return "200";
        }
        parts.removeIf(List::isEmpty);
        int bytes = parts.stream().mapToInt(List::size).sum();
        if (bytes > completeLength) {
            return "200";
        }
        return bytes == 0
                ? "416 bytes */" + completeLength
                : "206 "
                        + String.join(
                                ",",
                                parts.stream()
                                        .map(part -> part.get(0) + "-" + part.get(part.size() - 1))
                                        .toList());
    }

    private static boolean isBackwards(String spec) {
        if (!spec.matches("[0-9]+-[0-9]+")) {
            return false;
        }
        String[] ends = spec.split("-", -1);
        return new BigInteger(ends[0]).compareTo(new BigInteger(ends[1])) > 0;
    }

    private static boolean covers(String spec, int position, int completeLength) {
        String first = spec.substring(0, spec.indexOf('-'));
        String last = spec.substring(spec.indexOf('-') + 1);
        BigInteger fromFront = BigInteger.valueOf(position);
        if (first.isEmpty()) {
            return BigInteger.valueOf(completeLength - position).compareTo(new BigInteger(last)) <= 0;
        }
        return fromFront.compareTo(new BigInteger(first)) >= 0
                && (last.isEmpty() || fromFront.compareTo(new BigInteger(last)) <= 0);
    }
}
