/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.process.wire;

import dev.spillway.manager.api.Terms;

/** The terms of a download as they travel. */
final class TermsCodec {
    private TermsCodec() {}

    static void write(Terms terms, BodyWriter out) {
        out.text(terms.client()).text(terms.user()).text(terms.uri());
        out.text(terms.range()).text(terms.rule());
        out.number(terms.priority()).number(terms.bytesPerSecond()).number(terms.limitAfter());
    }

    static Terms read(BodyReader in) throws WireException {
        String client = in.text();
        String user = in.text();
        String uri = in.text();
        String range = in.text();
        String rule = in.text();
        int priority = in.integer();
        if (priority < Terms.MIN_PRIORITY || priority > Terms.MAX_PRIORITY) {
            throw new WireException("a priority of " + priority);
        }
        return new Terms(client, user, uri, range, rule, priority, in.count(), in.count());
    }
}
