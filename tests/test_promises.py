"""What the tool promises of the files that come and of those it writes, and what proves each promise.

The promises are those of the reliability notes. Every named test fails when its promise is broken;
this one fails when a named test is gone.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PROMISES: dict[str, tuple[str, ...]] = {
    # P1 Every file that came has exactly one line in the ledger and is in one class.
    "P1": (
        "test_promises_month::test_a_month_with_every_hazard_is_booked_once_and_answered_rightly",
        "test_receive::test_every_file_of_the_sample_is_booked_in_just_one_class",
        "test_receive::test_what_cannot_be_opened_or_is_no_report_is_told_too",
        "test_receive::test_received_again_nothing_is_booked_twice",
    ),
    # P2 Every non-blank cell of a form is used, or named.
    "P2": (
        "test_promises_cells::test_a_text_in_any_cell_is_used_or_named",
        "test_promises_cells::test_any_text_far_from_the_tables_is_named",
        "test_promises_cells::test_any_text_arrives_unchanged_or_is_named",
        "test_validation_properties::test_text_in_any_cell_is_used_or_named",
        "test_filled::test_whatever_stands_where_nothing_breaks",
    ),
    # P3 No value is changed in silence.
    "P3": (
        "test_promises_cells::test_every_written_form_of_a_date",
        "test_promises_cells::test_every_written_form_of_a_percentage",
        "test_promises_cells::test_every_written_form_of_a_figure",
        "test_promises_cells::test_every_written_form_of_a_status",
        "test_promises_cells::test_any_text_arrives_unchanged_or_is_named",
        "test_vietnamese_parsing::test_a_written_date_reads_as_itself",
        "test_vietnamese_parsing::test_a_printed_number_reads_as_itself",
        "test_vietnamese_parsing::test_a_printed_percentage_reads_as_itself",
        "test_vietnamese_legacy::test_no_false_alarm_on_unicode",
    ),
    # P4 Each finding says place, fault and remedy, in Vietnamese.
    "P4": (
        "test_catalogue::test_sentences_are_for_clerks",
        "test_catalogue::test_a_code_has_one_meaning",
        "test_validation_cases::test_every_rule_has_a_failing_case",
        "test_register::test_a_finding_reads_as_a_sentence",
    ),
    # P5 All faults of a file in one pass.
    "P5": (
        "test_validation_properties::test_all_faults_of_a_file_are_told_in_one_pass",
        "test_register::test_all_faults_in_one_pass_and_no_register",
        "test_template_faults::test_all_faults_in_one_pass",
    ),
    # P6 A bad file changes nothing for the others.
    "P6": (
        "test_promises_month::test_one_of_each_bad_file_changes_nothing_for_the_others",
        "test_envelope::test_one_bad_file_in_a_zip_does_not_stop_the_others",
        "test_cli::test_a_file_of_another_month_is_rejected_and_the_rest_counts",
    ),
    # P7 Same files, same bytes: in any order, on any day, under any hash seed.
    "P7": (
        "test_promises_bytes::test_the_same_files_give_the_same_bytes",
        "test_promises_cells::test_the_order_of_sheets_rows_and_columns_is_nothing",
        "test_cli::test_the_shipped_month_builds_twice_the_same_bytes_and_says_it_is_invented",
        "test_validation_batch::test_the_order_of_files_decides_nothing",
        "test_consolidation::test_classes_add_up_to_the_assignments_and_order_does_not_matter",
    ),
    # P8 A hostile file runs nothing, reaches nothing, writes nowhere, and takes no more than its share.
    "P8": (
        "test_promises_hostile::test_nothing_calls_out_runs_or_writes_elsewhere",
        "test_promises_hostile::test_the_worst_files_are_told_of_within_700_megabytes",
        "test_saved_forms::test_the_worst_files_stay_within_20_seconds_and_700_megabytes",
        "test_bounded::test_a_job_that_overruns_is_killed_at_its_limit",
        "test_bounded::test_a_job_that_eats_memory_is_stopped",
        "test_xlsx_hostile::test_each_gives_exactly_its_code",
    ),
    # P9 What a unit wrote is never evaluated.
    "P9": (
        "test_promises_documents::test_what_some_program_might_take_for_a_command_stays_text",
        "test_promises_documents::test_every_text_stands_in_tong_hop_as_a_text",
        "test_promises_documents::test_no_document_links_to_anything_or_holds_a_program",
        "test_template::test_value_is_printed_as_it_is",
        "test_template_oracle::test_any_text_that_xml_can_hold_comes_back",
        "test_summary::test_any_text_comes_back_as_written",
        "test_blank::test_any_text_comes_back_as_the_same_characters",
    ),
    # P10 A damaged file is refused or says what it said.
    "P10": (
        "test_promises_damage::test_a_flipped_bit_changes_nothing_or_is_refused",
        "test_promises_damage::test_every_truncation_is_refused",
        "test_promises_damage::test_a_stretch_of_zeros_or_of_another_file_changes_nothing_or_is_refused",
        "test_xlsx_hostile::test_no_bit_flip_in_the_directory_changes_what_is_read_unnoticed",
        "test_saved_forms::test_no_truncation_is_read",
        "test_mail_properties::test_every_truncation_is_told_of",
        "test_mail_properties::test_bit_flips_never_give_another_form",
    ),
    # P11 The documents hold every accepted value, and open.
    "P11": (
        "test_promises_documents::test_every_accepted_value_of_the_month_is_in_its_units_document",
        "test_unit_report::test_every_value_of_the_filing_is_in_the_document",
        "test_documents::test_rows_of_every_appendix_add_up",
        "test_documents::test_every_figure_of_the_word_report_is_the_one_of_tong_hop",
        "test_validity::test_what_we_write_is_valid",
    ),
    # P12 Outputs appear whole or not at all; a run that was killed loses nothing.
    "P12": (
        "test_promises_killed::test_receive_killed_at_any_step_loses_nothing_and_a_rerun_finishes",
        "test_promises_killed::test_build_killed_at_any_step_leaves_whole_documents_and_a_rerun_finishes",
        "test_workspace::test_killed_before_any_write_the_old_file_or_the_new_one_stands",
        "test_ledger::test_cut_at_any_byte_only_what_was_cut_is_lost_and_the_next_line_stands",
        "test_ledger::test_what_a_run_that_died_left_is_swept_and_what_another_is_making_is_not",
        "test_receive::test_no_room_to_keep_or_to_book_is_said_and_nothing_is_half_booked",
    ),
    # P13 What a person edited is never overwritten.
    "P13": (
        "test_workspace::test_an_edited_document_stays_and_the_new_one_lands_beside_it",
        "test_workspace::test_a_file_that_was_there_before_us_is_not_ours",
        "test_workspace::test_damage_to_the_list_of_hashes_loses_nothing",
        "test_workspace::test_an_open_document_is_not_replaced",
        "test_cli::test_an_edited_report_is_kept_and_the_new_one_lies_beside_it",
        "test_promises_killed::test_build_killed_at_any_step_leaves_whole_documents_and_a_rerun_finishes",
    ),
    # P14 What came is never changed, and is kept under its SHA-256.
    "P14": (
        "test_promises_killed::test_nothing_that_came_is_ever_opened_for_writing_moved_or_touched",
        "test_promises_month::test_a_month_with_every_hazard_is_booked_once_and_answered_rightly",
        "test_cli::test_inputs_are_never_changed",
        "test_receive::test_a_file_is_kept_booked_and_counts",
        "test_ledger::test_an_original_is_kept_once_with_its_time_and_found_whatever_its_name",
        "test_ledger::test_a_kept_file_that_was_changed_is_not_taken_for_the_original",
    ),
    # P15 Unit and month are told by the file; where its parts or its sender disagree, that is said.
    "P15": (
        "test_promises_identity::test_each_conflict_is_reported",
        "test_validation_cases::test_a_fault_gives_exactly_its_findings",
        "test_sender::test_what_is_said_of_a_sender",
        "test_mail_commands::test_a_sender_that_is_not_the_units_is_remarked_on",
        "test_cli::test_two_files_of_one_moment_are_never_chosen_between",
        "test_validation_batch::test_two_at_once_are_left_to_a_person",
    ),
    # P16 What an older form was accepted for, it is accepted for to-day.
    "P16": (
        "test_history::test_what_a_version_accepted_is_read_the_same",
        "test_history::test_the_forms_of_a_version_are_those_of_that_version_and_untouched",
        "test_history::test_there_is_a_history",
    ),
}


@cache
def names_in(module: str) -> frozenset[str]:
    """Names of the tests in a module."""
    tree = ast.parse((TESTS / f"{module}.py").read_text(encoding="utf-8"))
    functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return frozenset(name for name in functions if name.startswith("test_"))


def test_every_promise_has_its_tests() -> None:
    assert list(PROMISES) == [f"P{number}" for number in range(1, 17)]
    assert all(PROMISES.values())


@pytest.mark.parametrize(
    ("promise", "test"), [(promise, test) for promise, names in PROMISES.items() for test in names]
)
def test_the_test_of_a_promise_is_there(promise: str, test: str) -> None:
    module, _, name = test.partition("::")
    assert name in names_in(module), f"{promise}: {test}"
