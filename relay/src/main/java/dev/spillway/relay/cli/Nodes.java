/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the terminals. */
@Command(name = "nodes", mixinStandardHelpOptions = true, description = "Lists the terminals, the best first.")
final class Nodes implements Callable<Integer> {
    @Mixin
    private AdminOptions admin;

    @Override
    public Integer call() {
        List<NodeView> nodes = admin.client().nodes();
        admin.print(nodes, () -> table(nodes).forEach(admin.out()::println));
        return ExitCode.OK.code();
    }

    static List<String> table(List<NodeView> nodes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "RANK",
                "NODE",
                "STATE",
                "GROUPS",
                "RELAYS",
                "HEARD",
                "LOAD",
                "ANSWERS",
                "UP",
                "DOWN",
                "RELIABLE",
                "MEASURED",
                "ADDRESS"));
        for (NodeView node : nodes) {
            rows.add(List.of(
                    Integer.toString(node.rank()),
                    Text.of(node.id()),
                    node.state().toLowerCase(Locale.ROOT),
                    Text.of(String.join(",", node.groups())),
                    node.relays() ? "yes" : "no",
                    Text.age(node.heardSeconds()) + " ago",
                    percent(node.load()),
                    Math.round(node.responseSeconds() * 1000) + " ms",
                    Text.rate(node.uploadRate()),
                    Text.rate(node.downloadRate()),
                    percent(node.reliability()),
                    Text.age(node.measuredSeconds()) + " ago",
                    Text.of(node.address())));
        }
        return Text.table(rows);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
