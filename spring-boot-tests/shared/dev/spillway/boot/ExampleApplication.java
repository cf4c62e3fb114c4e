/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.boot;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application under test. */
@SpringBootApplication
public class ExampleApplication {}
