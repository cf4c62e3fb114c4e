/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferDetail.Target;
import dev.spillway.relay.admin.TransferView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Draws a transfer as lines of text: a head, the source, and a tree of terminals with a bar each. */
final class TreeLines {
    private static final int LEAST_BAR = 10;
    private static final int MOST_BAR = 40;
    private static final int NUMBERS = 45;
    private static final int MOST_NAME = 48;

    private final TransferView transfer;
    private final int bar;
    private final int names;

    /** A place in the tree, with what stands before the name on its line and on those below. */
    private record Place(TransferTree tree, String before, String below) {}

    private TreeLines(TransferView transfer, List<Place> places, int width) {
        this.transfer = transfer;
        int longest =
                places.stream().mapToInt(place -> name(place).length()).max().orElse(0);
        names = Math.min(MOST_NAME, longest);
        bar = Math.max(LEAST_BAR, Math.min(MOST_BAR, width - names - NUMBERS));
    }

    /** @param width columns of the terminal */
    static List<String> of(TransferDetail detail, int width) {
        List<Place> places = places(TransferTree.of(detail));
        TreeLines lines = new TreeLines(detail.transfer(), places, width);
        List<String> drawn = new ArrayList<>();
        drawn.add(head(detail.transfer()));
        drawn.add("source " + Text.of(detail.source()) + "  " + Text.rate(detail.sourceRate()) + " out");
        places.forEach(place -> drawn.add(lines.line(place)));
        return drawn;
    }

    /** A transfer in a line. */
    static String head(TransferView view) {
        return Text.of(view.name()) + ", " + Text.size(view.bytes()) + " in " + view.pieces() + " pieces, to group "
                + Text.of(view.group()) + ": " + view.state().toLowerCase(Locale.ROOT) + ", " + view.complete() + " of "
                + view.targets() + " have it" + (view.failed() == 0 ? "" : ", " + view.failed() + " failed");
    }

    private static List<Place> places(TransferTree root) {
        List<Place> places = new ArrayList<>();
        Deque<Place> open = new ArrayDeque<>();
        push(open, root, "");
        while (!open.isEmpty()) {
            Place place = open.pop();
            places.add(place);
            push(open, place.tree(), place.below());
        }
        return places;
    }

    private static void push(Deque<Place> open, TransferTree tree, String below) {
        List<TransferTree> children = tree.children();
        for (int i = children.size() - 1; i >= 0; i--) {
            boolean isLast = i == children.size() - 1;
            open.push(new Place(children.get(i), below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  ")));
        }
    }

    private static String name(Place place) {
        return place.before() + Text.of(place.tree().target().terminal());
    }

    private String line(Place place) {
        Target target = place.tree().target();
        String name = name(place);
        String cut = name.length() > names ? name.substring(0, names - 1) + "~" : name;
        double part = transfer.pieces() == 0 ? done(target) : (double) target.pieces() / transfer.pieces();
        int full = (int) Math.round(part * bar);
        return String.format(
                        Locale.ROOT,
                        "%-" + names + "s [%s%s] %3.0f%%  %s",
                        cut,
                        "#".repeat(full),
                        ".".repeat(bar - full),
                        Math.floor(100 * part),
                        state(target))
                .stripTrailing();
    }

    private static double done(Target target) {
        return target.state().equals("COMPLETE") ? 1 : 0;
    }

    private static String state(Target target) {
        String word = target.state().toLowerCase(Locale.ROOT);
        if (target.failure() != null) {
            return word + ": " + Text.of(target.failure());
        }
        boolean moves = target.downRate() > 0 || target.upRate() > 0;
        return moves
                ? String.format("%-12s %s in, %s out", word, Text.rate(target.downRate()), Text.rate(target.upRate()))
                : word;
    }
}
