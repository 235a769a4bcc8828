# The Kafka lab runs in WSL2 on Windows. This only says how; it changes nothing.
Write-Host "The Kafka lab runs in WSL2. Open a WSL2 shell (Debian or Ubuntu) and type there:"
Write-Host "Le lab Kafka tourne dans WSL2. Ouvrez un shell WSL2 (Debian ou Ubuntu) et tapez :"
$folder = $PSScriptRoot -replace '\\', '/'
if ($folder -match '^([A-Za-z]):(.*)$') {
  Write-Host ""
  Write-Host "  sudo mkdir -p /mnt/kit && sudo mount -t drvfs $($Matches[1].ToUpper()): /mnt/kit"
  Write-Host "  sh `"/mnt/kit$($Matches[2])/start.sh`""
}
Write-Host ""
Write-Host "No WSL2 yet / Pas encore de WSL2: https://learn.microsoft.com/windows/wsl/install (needs a network / demande un réseau)"
