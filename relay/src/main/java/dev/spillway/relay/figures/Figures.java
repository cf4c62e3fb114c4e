/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.figures;

import java.util.List;

/** Has figures. Safe for use by any number of threads. */
@FunctionalInterface
public interface Figures {
    /** The figures of this moment, always the same ones in the same order. */
    List<Figure> figures();
}
