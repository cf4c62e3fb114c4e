/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.manager.core;

import dev.spillway.manager.api.Discipline;

/** A discipline as anybody may write one. */
public final class LastComeFirstServed implements Discipline {
    @Override
    public Order places() {
        return candidate -> -candidate.id();
    }

    @Override
    public Order turns() {
        return candidate -> -candidate.id();
    }
}
