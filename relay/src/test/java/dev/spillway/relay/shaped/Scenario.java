/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.shaped;

/** What can be shown. */
enum Scenario {
    GROWTH(Growth::run),
    ONCE(Growth::once),
    TREE(Growth::tree),
    PEERS(Peers::run),
    KILL(Losses::innerNode),
    HARM(Losses::drawn),
    MAIN_H2(MainKills::h2),
    MAIN_POSTGRES(MainKills::postgres),
    TWO_MAINS(MainKills::two),
    SHORT(Losses::inShort);

    /** How it is shown. */
    @FunctionalInterface
    private interface Body {
        void run(Bench bench, int terminals) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // all of them are method references that hold nothing
    private final Body body;

    Scenario(Body body) {
        this.body = body;
    }

    void run(Bench bench, int terminals) throws Exception {
        body.run(bench, terminals);
    }
}
