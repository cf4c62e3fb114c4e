/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.List;

/**
 * Admits by a field of the request: that it is there at all, has one of the values of {@code value}, or matches one of
 * the patterns of {@code pattern}. With several field lines of that name, one that fits is enough. Values are compared
 * without showing by the time it takes how much of them was right, since they may be a secret shared with a proxy.
 */
final class HeaderPolicy implements AdmissionPolicy {
    private static final Verdict DENIED = Verdict.deny("request header");

    private String name;
    private List<byte[]> values;
    private List<Glob> globs;

    @Override
    public void configure(PolicyParameters parameters) {
        name = parameters.text("name");
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) { // token, RFC 9110 section 5.6.2
            throw parameters.refusal("name", name, "is no name of a header field, such as X-Paid");
        }
        values = parameters.list("value").stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        globs = parameters.list("pattern").stream().map(Glob::of).toList();
    }

    @Override
    public Verdict decide(DownloadRequest request) {
        Enumeration<String> lines = request.headers(name);
        while (lines != null && lines.hasMoreElements()) {
            if (fits(lines.nextElement())) {
                return Verdict.admit();
            }
        }
        return DENIED;
    }

    @Override
    public boolean needsAnswer() {
        return false;
    }

    private boolean fits(String line) {
        if (values.isEmpty() && globs.isEmpty()) {
            return true;
        }
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (byte[] value : values) {
            if (MessageDigest.isEqual(bytes, value)) {
                return true;
            }
        }
        return PathPolicy.matchesAny(globs, line);
    }
}
