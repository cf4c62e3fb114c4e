/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Requests that are sent without waiting for their answers (RFC 9112 section 9.3.2). */
final class Pipeline {
    private final List<Ask> asks;
    private final String bytes;

    Pipeline(List<Ask> asks) {
        this.asks = List.copyOf(asks);
        bytes = String.join("", asks.stream().map(Ask::request).toList());
    }

    String bytes() {
        return bytes;
    }

    /** The offsets next to all boundaries that mean something: of requests, of lines, of words, and inside of CR LF. */
    List<Integer> interestingOffsets() {
        List<Integer> offsets = new ArrayList<>();
        for (int i = 1; i < bytes.length(); i++) {
            if ("\r\n /:".indexOf(bytes.charAt(i)) >= 0 || "\r\n".indexOf(bytes.charAt(i - 1)) >= 0) {
                offsets.add(i);
            }
        }
        return offsets;
    }

    /** Reads all answers, which have to be the right ones in the right order. */
    void receive(RawHttpClient client) {
        for (int i = 0; i < asks.size(); i++) {
            receive(client, i);
        }
    }

    private void receive(RawHttpClient client, int index) {
        try {
            asks.get(index).check().accept(client);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Answer " + (index + 1) + " of " + asks + ": " + e.getMessage(), e);
        }
    }

    /** Sends in pieces of random lengths, with answers taken in at random moments in between. */
    void exchange(RawHttpClient client, SplittableRandom random) {
        int sent = 0;
        int answered = 0;
        int answerable = 0;
        while (answered < asks.size()) {
            boolean isSending = sent < bytes.length() && (answered == answerable || random.nextInt(3) > 0);
            if (isSending) {
                int length = Math.min(bytes.length() - sent, 1 + random.nextInt(random.nextInt(1, 400)));
                client.send(bytes.substring(sent, sent + length));
                sent += length;
                answerable = countWhole(sent);
            } else {
                receive(client, answered);
                answered++;
            }
        }
    }

    /** How many of the requests are wholly within the first so many bytes. */
    private int countWhole(int length) {
        int end = 0;
        int count = 0;
        while (count < asks.size() && end + asks.get(count).request().length() <= length) {
            end += asks.get(count).request().length();
            count++;
        }
        return count;
    }
}
