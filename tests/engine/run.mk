check_LIBRARIES += libruntest.a
libruntest_a_SOURCES = tests/support/run-test.c tests/support/run-test.h
libruntest_a_CPPFLAGS = $(TEST_CPPFLAGS)

check_PROGRAMS += tests/engine/test_run
TESTS += tests/engine/test_run
tests_engine_test_run_SOURCES = tests/engine/test_run.c
tests_engine_test_run_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_run_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)

check_PROGRAMS += tests/engine/test_plan_docker
TESTS += tests/engine/test_plan_docker
tests_engine_test_plan_docker_SOURCES = tests/engine/test_plan_docker.c
tests_engine_test_plan_docker_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_plan_docker_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)

check_PROGRAMS += tests/engine/test_image
TESTS += tests/engine/test_image
tests_engine_test_image_SOURCES = tests/engine/test_image.c
tests_engine_test_image_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_image_LDADD = libenginetest.a $(TEST_LIBS)

# No test: make check builds it, tests/bench says how to run it.
check_PROGRAMS += tests/bench/bench_launch
tests_bench_bench_launch_SOURCES = tests/bench/bench_launch.c
tests_bench_bench_launch_CPPFLAGS = $(TEST_CPPFLAGS)
tests_bench_bench_launch_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)

check_PROGRAMS += tests/engine/test_contained
TESTS += tests/engine/test_contained
tests_engine_test_contained_SOURCES = tests/engine/test_contained.c
tests_engine_test_contained_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_contained_LDADD = libruntest.a libenginetest.a $(TEST_LIBS)
