/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The tests of the class run once on each Tomcat line (with a manager process, on one); the class says which with a parameter of that type. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass
@ArgumentsSource(WantedTomcats.class)
@ExtendWith(TomcatLogs.class)
@interface EachTomcat {}
