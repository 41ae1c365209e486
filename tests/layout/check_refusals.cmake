# check_refusals: plants one fault at a time in a small tree and shows that the layout checks see it.
#   cmake -DSCRATCH=<folder> -DCOMPILER=<c++> -P check_refusals.cmake
# A check that lets a planted fault pass, or refuses the sound tree, fails here.
cmake_minimum_required(VERSION 3.25)

set(spdx "// SPDX-License-Identifier: Apache-2.0\n")
set(head "${spdx}// Tested by tests/unit/claim_test.cpp.\n#pragma once\n")
set(failures "")

# The sound tree: one file of each kind.
function(plant_sound_tree)
  file(REMOVE_RECURSE "${SCRATCH}")
  file(WRITE "${SCRATCH}/include/sanbao/values/money.hpp" "${head}#include <cstdint>\n")
  file(WRITE "${SCRATCH}/include/sanbao/policy.hpp"
       "${head}#include \"sanbao/values/money.hpp\"\n")
  file(WRITE "${SCRATCH}/src/ir/document.hpp" "${head}#include \"sanbao/policy.hpp\"\n")
  file(WRITE "${SCRATCH}/src/parse/parse.hpp" "${head}#include \"ir/document.hpp\"\n")
  file(WRITE "${SCRATCH}/src/parse/yaml_reader.cpp"
       "${spdx}#include \"parse/parse.hpp\"\n#include <yaml-cpp/yaml.h>\n"
       "// no double is used here\nconst char* text = \"double // float\";\n")
  file(WRITE "${SCRATCH}/src/check/check.hpp" "${head}#include \"ir/document.hpp\"\n")
  file(WRITE "${SCRATCH}/src/pipeline.cpp"
       "${spdx}#include \"check/check.hpp\"\n#include \"parse/parse.hpp\"\n")
  file(WRITE "${SCRATCH}/tests/unit/claim_test.cpp" "${spdx}")
  file(WRITE "${SCRATCH}/tests/cases/a/b/c.test.yaml" "")
  file(WRITE "${SCRATCH}/src/README.md" "- `ir/` a\n- `parse/` b\n- `check/` c\n")
  file(WRITE "${SCRATCH}/listed"
       "include/sanbao/policy.hpp\ninclude/sanbao/values/money.hpp\nsrc/parse/yaml_reader.cpp\n"
       "src/pipeline.cpp\ntests/unit/claim_test.cpp\n")
endfunction()

# expect(<name> <check> <expected words, or "sound">): runs a check on the tree as it stands.
macro(expect name check words)
  execute_process(
    COMMAND
      ${CMAKE_COMMAND} -DROOT=${SCRATCH} -DLISTED=${SCRATCH}/listed -DFOLDER=include
      -DCOMPILER=${COMPILER} -P ${CMAKE_CURRENT_LIST_DIR}/check_${check}.cmake
    WORKING_DIRECTORY "${SCRATCH}"
    RESULT_VARIABLE status
    OUTPUT_VARIABLE said
    ERROR_VARIABLE said)
  # CMake wraps and indents what a script says; compare without blanks.
  string(REGEX REPLACE "[ \n]+" "" said_plain "${said}")
  string(REGEX REPLACE "[ \n]+" "" words_plain "${words}")
  string(FIND "${said_plain}" "${words_plain}" at)
  if("${words}" STREQUAL "sound")
    if(NOT status EQUAL 0)
      list(APPEND failures "${name}: a sound tree was refused:\n${said}")
    endif()
  elseif(status EQUAL 0)
    list(APPEND failures "${name}: the planted fault passed")
  elseif(at EQUAL -1)
    list(APPEND failures "${name}: refused without the words `${words}`:\n${said}")
  endif()
  plant_sound_tree()
endmacro()

plant_sound_tree()
foreach(check includes sources headers)
  expect("sound tree, ${check}" ${check} sound)
endforeach()

# Layers.
file(APPEND "${SCRATCH}/src/check/check.hpp" "#include \"parse/parse.hpp\"\n")
expect("a stage includes another" includes
       "src/check/check.hpp:5: `check` may not include `parse/parse.hpp`")
file(APPEND "${SCRATCH}/src/ir/document.hpp" "#include \"check/check.hpp\"\n")
expect("ir includes a stage" includes "`ir` may not include `check/check.hpp`")
file(WRITE "${SCRATCH}/src/explain/text.cpp" "${spdx}#include \"ir/document.hpp\"\n")
expect("explain reads inner shapes" includes "`explain` may not include `ir/document.hpp`")
file(APPEND "${SCRATCH}/include/sanbao/policy.hpp" "#include \"ir/document.hpp\"\n")
expect("a public header includes an inner one" includes
       "a public header includes the inner header `ir/document.hpp`")
file(APPEND "${SCRATCH}/include/sanbao/values/money.hpp" "#include \"sanbao/policy.hpp\"\n")
expect("a value knows a policy" includes "values know only each other")
file(WRITE "${SCRATCH}/src/drawer/a.cpp" "${spdx}")
expect("a folder outside the layers" includes "folder `drawer` has no place")

file(WRITE "${SCRATCH}/src/pipeline.hpp" "${head}")
file(APPEND "${SCRATCH}/src/check/check.hpp" "#include \"pipeline.hpp\"\n")
expect("a stage includes the pipeline" includes "only what stands outside the stages")

# Doors.
file(APPEND "${SCRATCH}/src/pipeline.cpp" "#include <yaml-cpp/yaml.h>\n")
expect("a second door for yaml-cpp" includes "`yaml-cpp/yaml.h` has its one door elsewhere")
file(APPEND "${SCRATCH}/include/sanbao/policy.hpp" "#include <fmt/core.h>\n")
expect("a dependency in a public header" includes "`fmt/core.h` has its one door elsewhere")
file(APPEND "${SCRATCH}/src/pipeline.cpp" "#include <boost/any.hpp>\n")
expect("an unknown dependency" includes "`boost/any.hpp` is neither ours")
file(APPEND "${SCRATCH}/src/pipeline.cpp" "#include <unistd.h>\n")
expect("the operating system in the pipeline" includes "belongs where bytes come in or go out")

# Words.
file(APPEND "${SCRATCH}/src/pipeline.cpp" "double price = 0;\n")
expect("a binary fraction" includes "src/pipeline.cpp:4: `double`: money")
file(APPEND "${SCRATCH}/src/pipeline.cpp" "auto now = std::chrono::system_clock::now();\n")
expect("a clock" includes "`system_clock`: nothing reads a clock")

# Sources.
file(WRITE "${SCRATCH}/src/parse/forgotten.cpp" "${spdx}")
expect("a file in no list" sources "src/parse/forgotten.cpp: in no list of the build")
file(APPEND "${SCRATCH}/listed" "src/parse/gone.cpp\n")
expect("a listed file that is gone" sources "src/parse/gone.cpp: listed by the build")
file(APPEND "${SCRATCH}/src/README.md" "- `gone/` d\n")
expect("a folder map with too much" sources "names `gone/`, which is not there")
file(WRITE "${SCRATCH}/src/README.md" "- `ir/` a\n- `parse/` b\n")
expect("a folder map with too little" sources "leaves out `check/`")
string(REPEAT "\n" 500 lines)
file(APPEND "${SCRATCH}/src/pipeline.cpp" "${lines}")
expect("a file that is too long" sources "src/pipeline.cpp: 503 lines")
file(WRITE "${SCRATCH}/src/ir/document.hpp" "${spdx}")
expect("a header that can be read twice" sources "`#pragma once` is missing")
file(WRITE "${SCRATCH}/src/pipeline.cpp" "\n${spdx}")
expect("a file without its licence" sources "the first line names the licence")
file(WRITE "${SCRATCH}/src/ir/utils.hpp" "${head}")
expect("a drawer" sources "src/ir/utils.hpp: say what it is for")
file(WRITE "${SCRATCH}/src/pipeline.cpp"
     "${spdx}// Tested by tests/unit/{claim,gone}_test.cpp and\n// tests/cases.\n")
expect("a head that names a test that is gone" sources
       "src/pipeline.cpp: its head names `tests/unit/gone_test.cpp`, which is not there")
file(WRITE "${SCRATCH}/src/pipeline.cpp" "${spdx}// Never tested without thought. Tested\n// by tests/gone.\n")
expect("a head that breaks its line before the test" sources "its head names `tests/gone`")
file(WRITE "${SCRATCH}/src/pipeline.cpp" "${spdx}// See check.hpp, parse/parse.hpp and gone.hpp.\n")
expect("a head that names a file of code that is gone" sources
       "src/pipeline.cpp: its head names `gone.hpp`, which is not there")
file(WRITE "${SCRATCH}/src/check/check.hpp" "${spdx}// What is checked.\n#pragma once\n")
expect("a header that names no test" sources "src/check/check.hpp: its head names no test")
file(WRITE "${SCRATCH}/src/pipeline.cpp" "${spdx}//\n// It is tested by tests/cases/**/*.gone.yaml.\n")
expect("a head that names tests of which there is none" sources "names `tests/cases/**/*.gone.yaml`")
file(WRITE "${SCRATCH}/src/pipeline.cpp" "${spdx}// Tested by tests/unit/claim_test.cpp,\n// tests/gone.\n")
expect("a head that names a folder that is gone" sources "its head names `tests/gone`")
file(WRITE "${SCRATCH}/src/pipeline.cpp"
     "${spdx}// Tested by tests/unit/{claim}_test.cpp, tests/cases/**/*.test.yaml and tests/unit/*_test.cpp.\n")
expect("a head that names what is there" sources sound)

# Headers.
file(APPEND "${SCRATCH}/include/sanbao/policy.hpp" "inline std::string name();\n")
expect("a header that needs its neighbour" headers "sanbao/policy.hpp")
file(APPEND "${SCRATCH}/include/sanbao/policy.hpp" "#include \"ir/document.hpp\"\n")
expect("a public header that needs an inner one" headers "sanbao/policy.hpp")

file(REMOVE_RECURSE "${SCRATCH}")
if(failures)
  list(JOIN failures "\n  " text)
  message(FATAL_ERROR "layout checks:\n  ${text}")
endif()
message(STATUS "the layout checks refuse every planted fault")
