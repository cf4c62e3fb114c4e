/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.plan;

import java.util.List;

/**
 * What one call of a {@link Planner} has changed.
 *
 * @param begun assignments that are new
 * @param withdrawn assignments of earlier calls that no longer hold; the child keeps the pieces that it has from them
 */
public record Changes(List<Assignment> begun, List<Assignment> withdrawn) {
    public Changes {
        begun = List.copyOf(begun);
        withdrawn = List.copyOf(withdrawn);
    }
}
