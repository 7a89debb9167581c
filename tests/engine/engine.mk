# The engine client against a real engine, named by $IGNITE_TEST_ENGINE.
check_PROGRAMS += tests/engine/test_containers tests/engine/test_images
TESTS += tests/engine/test_containers tests/engine/test_images

tests_engine_test_containers_SOURCES = tests/engine/test_containers.c
tests_engine_test_containers_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_containers_LDADD = libenginetest.a $(TEST_LIBS)

tests_engine_test_images_SOURCES = tests/engine/test_images.c
tests_engine_test_images_CPPFLAGS = $(TEST_CPPFLAGS)
tests_engine_test_images_LDADD = libenginetest.a $(TEST_LIBS)
