/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.director;

import dev.spillway.relay.plan.FanOut;
import dev.spillway.relay.request.Target;
import java.util.List;

/** Children of the source by measurement. */
final class Fan {
    private Fan() {}

    static int ofSource(double uploadRate, List<Target> targets) {
        double usual = targets.stream()
                .mapToDouble(target -> target.performance().downloadRate())
                .sorted()
                .skip(targets.size() / 2)
                .findFirst()
                .orElse(uploadRate);
        return FanOut.of(uploadRate, usual);
    }
}
