@echo off
chcp 65001 >nul
title Bàn làm việc CV183
set "PROGRAM=@PYTHON@"
rem The folder by its name, not as the current one: cmd stands in none of a server without taking a drive letter for it.
rem The disk may have another letter now, the bundle another place: what lies beside, then what PATH names.
if not exist "%PROGRAM%" set "PROGRAM=%~dp0@NEAR@"
if not exist "%PROGRAM%" for %%F in (cv183-report.cmd) do set "PROGRAM=%%~dp$PATH:Fchuong-trinh\Scripts\python.exe"
if exist "%PROGRAM%" (
  "%PROGRAM%" -P -m cv183_reports --root "%~dp0." desk
  goto done
)
where cv183-report >nul 2>nul
if errorlevel 1 (
  echo Máy này chưa cài chương trình cv183-report, hoặc chương trình đã chuyển chỗ.
  echo Cài lại theo hướng dẫn, mục Chuẩn bị, rồi bấm đúp tệp này lần nữa.
  goto stay
)
cv183-report --root "%~dp0." desk
:done
if not errorlevel 1 exit
:stay
echo.
echo Nhấn một phím bất kỳ để đóng cửa sổ này.
pause >nul
exit
