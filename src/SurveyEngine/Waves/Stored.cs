namespace SurveyEngine.Waves;

/// <summary>A definition together with the bytes it was read from, which is what is kept and pinned.</summary>
public sealed record Stored<T>(T Value, ReadOnlyMemory<byte> Json);
