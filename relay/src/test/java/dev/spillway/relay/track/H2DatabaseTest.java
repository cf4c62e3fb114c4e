/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.track;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2DatabaseTest extends TrackingDatabaseContract {
    @TempDir
    Path folder;

    @Override
    TrackingDatabase open() {
        return TrackingDatabase.inFile(folder.resolve("tracking"));
    }
}
