; Inno Setup 6: the installer for one person, without an administrator's rights.
;   iscc /DVersion=0.1.0 packaging\windows\binom-desktop.iss
; With /DSign "/Ssign=COMMAND" that command, with $f for a file's name, signs the installer and its uninstaller.

#ifndef Version
  #error Say which version: /DVersion=...
#endif

[Setup]
AppId={{6F0C4D0E-6C5B-4B0F-9D38-5A1F5C0B7E21}
AppName=Binom Desktop
AppVersion={#Version}
AppPublisher=The Binom Desktop contributors
AppPublisherURL=https://binom.run/docs
VersionInfoVersion={#Version}
DefaultDirName={autopf}\Binom Desktop
DefaultGroupName=Binom Desktop
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=binom-desktop-{#Version}-windows-x64-setup
SetupIconFile=build\binom-desktop\binom-desktop.ico
UninstallDisplayIcon={app}\binom-desktop.exe
LicenseFile=LICENSE
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; The app holds its data folder while it runs; it is asked to close, and started again after an update.
CloseApplications=yes
RestartApplications=yes
#ifdef Sign
SignTool=sign
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "dist\binom-desktop\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
; The same AppUserModelID as the app gives itself: the taskbar and notifications know it by that.
Name: "{autoprograms}\Binom Desktop"; Filename: "{app}\binom-desktop.exe"; AppUserModelID: "Binom.Desktop"
Name: "{autodesktop}\Binom Desktop"; Filename: "{app}\binom-desktop.exe"; AppUserModelID: "Binom.Desktop"; Tasks: desktopicon

[Registry]
Root: HKCU; Subkey: "Software\Classes\binom"; ValueType: string; ValueName: ""; ValueData: "URL:Binom Desktop"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\binom"; ValueType: string; ValueName: "URL Protocol"; ValueData: ""
Root: HKCU; Subkey: "Software\Classes\binom\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\binom-desktop.exe,0"
Root: HKCU; Subkey: "Software\Classes\binom\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\binom-desktop.exe"" ""%1"""
; What the app writes by itself goes with it: its name among the notifications, and starting at login.
Root: HKCU; Subkey: "Software\Classes\AppUserModelId\Binom.Desktop"; Flags: dontcreatekey uninsdeletekey
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Run"; ValueName: "Binom.Desktop"; Flags: dontcreatekey uninsdeletevalue
Root: HKCU; Subkey: "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"; ValueName: "Binom.Desktop"; Flags: dontcreatekey uninsdeletevalue

[Run]
Filename: "{app}\binom-desktop.exe"; Description: "{cm:LaunchProgram,Binom Desktop}"; Flags: nowait postinstall skipifsilent
