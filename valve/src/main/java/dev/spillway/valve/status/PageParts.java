/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What pages of Spillway have in common: a policy for browsers, and files that are part of the jar. */
public final class PageParts {
    /**
     * The value of {@code Content-Security-Policy}: only what comes from here may be loaded, nothing may be inline, texts
     * can't become elements, and no other page may show this one inside of itself.
     */
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    private PageParts() {}

    /**
     * A file of the live page, such as {@code page.css}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static byte[] read(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("the live page has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
