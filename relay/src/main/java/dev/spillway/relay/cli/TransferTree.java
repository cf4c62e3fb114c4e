/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

import dev.spillway.relay.admin.TransferDetail;
import dev.spillway.relay.admin.TransferDetail.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has got the file from whom, as a tree with the source as its root. Where nodes have most of their pieces from each other, which happens when pieces travel
 * on trees of their own, the one that has most is put below the source.
 *
 * @param target null for the source
 */
record TransferTree(Target target, List<TransferTree> children) {
    static TransferTree of(TransferDetail detail) {
        Map<String, List<Target>> byParent = new HashMap<>();
        for (Target target : detail.targets()) {
            byParent.computeIfAbsent(String.valueOf(target.parent()), parent -> new ArrayList<>())
                    .add(target);
        }
        Set<Target> left = new LinkedHashSet<>(detail.targets());
        TransferTree root = new TransferTree(null, new ArrayList<>());
        for (Target child : byParent.getOrDefault(TransferDetail.SOURCE, List.of())) {
            root.grow(child, byParent, left);
        }
        while (!left.isEmpty()) {
            // Of those that have equally many the first, which has the best rank.
            Target most =
                    left.stream().max(Comparator.comparingInt(Target::pieces)).orElseThrow();
            root.grow(most, byParent, left);
        }
        return root;
    }

    /** Without recursion, as chains may be as long as there are terminals. */
    private void grow(Target first, Map<String, List<Target>> byParent, Set<Target> left) {
        List<TransferTree> parents = new ArrayList<>(List.of(add(first, left)));
        for (int i = 0; i < parents.size(); i++) {
            TransferTree parent = parents.get(i);
            for (Target child : byParent.getOrDefault(parent.target().terminal(), List.of())) {
                if (left.contains(child)) {
                    parents.add(parent.add(child, left));
                }
            }
        }
    }

    private TransferTree add(Target target, Set<Target> left) {
        left.remove(target);
        TransferTree child = new TransferTree(target, new ArrayList<>());
        children.add(child);
        return child;
    }
}
